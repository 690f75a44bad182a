import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { oneAtATime } from './oneAtATime.ts';
import type { SupergraphSource } from './supergraphSource.ts';

/**
 * A supergraph in a file. `<file>.sha256` and `<file>.sig` vouch for it where they exist. The folder is watched, not the
 * file, so that a file that is replaced by renaming is noticed as well.
 */
export function fileSource(file: string): SupergraphSource {
  const beside = (ending: string) => readFile(`${file}${ending}`, 'utf8').catch(() => undefined);
  return {
    name: file,
    async read() {
      const [sdl, sha256, signature] = await Promise.all([readFile(file, 'utf8'), beside('.sha256'), beside('.sig')]);
      return { sdl, sha256, signature };
    },
    watch(changed) {
      const look = oneAtATime(changed);
      const watcher: FSWatcher = watch(dirname(file), { persistent: false }, (_event, name) => {
        // Some systems do not say which file it was.
        if (name === null || name.startsWith(basename(file))) look();
      });
      return () => watcher.close();
    },
  };
}
