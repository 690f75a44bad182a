/**
 * A program that starts the embedded PostgreSQL, says so in one line, and waits to be killed.
 * Arguments: data folder, and `early` to say so before the server is started.
 */
import { startEmbeddedPostgres } from '../startEmbeddedPostgres.ts';

const [dataDir, when] = process.argv.slice(2);
if (when === 'early') console.log('starting');
const { url } = await startEmbeddedPostgres({ dataDir: dataDir!, port: 0 });
console.log(url);
