/**
 * `npm run --silent router`: the router alone. With `ROUTER_AUTH=none SUPERGRAPH_FILE=… PORT=…` it serves any
 * Federation 2 supergraph to everybody and needs nothing else; otherwise it takes part in the platform by the same
 * settings as the embedded start.
 *
 * Loading code is half of what a start computes, so compiled code is kept for the next start; that must be switched on
 * before anything else is loaded.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'));
const { runInTerminal } = await import('./runInTerminal.ts');
runInTerminal();
