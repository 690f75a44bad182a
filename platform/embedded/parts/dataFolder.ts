import { lockFolder } from '../lock/lockFolder.ts';
import type { Part } from '../part.ts';

/** The data folder, made when missing and taken for this process alone. */
export const dataFolder: Part = {
  name: 'data folder',
  start: ({ config }) => lockFolder(config.dataDir),
};
