/**
 * `npm start`. Loading code is most of what a start computes, so compiled code is kept for the next start; that must be
 * switched on before anything else is loaded.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled'));
const { runInTerminal } = await import('./runInTerminal.ts');
runInTerminal();
