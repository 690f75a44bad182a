import { readFileSync } from 'node:fs';
import { projectFiles } from '../projectFiles.ts';

/** What pages may name. */
export interface ProjectNames {
  /** Every file and every folder, from the project's root on. */
  readonly paths: ReadonlySet<string>;
  /** Commands of package.json. */
  readonly scripts: readonly string[];
  /** Packages that the project depends on: some are named like files. */
  readonly packages: ReadonlySet<string>;
  /** Folders by their subpath imports, such as `subgraphs/kit` by `#kit`. */
  readonly imports: ReadonlyMap<string, string>;
}

/** Reads the names from the project that the current folder is the root of. */
export function projectNames(): ProjectNames {
  const { scripts, dependencies, devDependencies, imports } = JSON.parse(readFileSync('package.json', 'utf8'));
  return {
    paths: new Set(projectFiles().flatMap(withFolders)),
    scripts: Object.keys(scripts),
    packages: new Set(Object.keys({ ...dependencies, ...devDependencies })),
    imports: new Map(
      Object.entries<string>(imports).map(([name, path]) => [name.replace('/*', ''), path.slice(2).replace('/*', '')]),
    ),
  };
}

/** A file's path, and that of each folder that it is in. */
function withFolders(file: string): string[] {
  const segments = file.split('/');
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}
