import { join } from 'node:path';

/** Folder that holds `supergraph.yaml`, `schema/` and `package.json`. */
export const projectRoot = join(import.meta.dirname, '..', '..');
