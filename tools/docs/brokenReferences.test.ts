import { describe, expect, test } from '@jest/globals';
import { brokenReferences } from './brokenReferences.ts';
import type { ProjectNames } from './projectNames.ts';

const names: ProjectNames = {
  paths: new Set([
    'docs',
    'docs/adr',
    'docs/adr/001-first.md',
    'kit',
    'kit/store',
    'kit/store/open.ts',
    '.ci',
    '.ci/run',
  ]),
  scripts: ['check', 'trial:router'],
  packages: new Set(['decimal.js']),
  imports: new Map([['#kit', 'kit']]),
};
const broken = (text: string) => brokenReferences('docs/page.md', text, names);

describe('a page may name', () => {
  test.each([
    ['commands', 'npm run check, `npm run --silent check -- x`, `npm run trial:…`'],
    [
      'pages and folders by links from where it is',
      '[a](adr/001-first.md#part) [b](adr) [c](../kit/) [d](#part) [e](https://x.example/y)',
    ],
    ['files from the root, from a folder, by their name', '`kit/store/open.ts` `store/open.ts` `open.ts` `.ci/run`'],
    ['folders and subpath imports', '`kit/store/` `#kit/store` `#kit/…`'],
    ['any of a kind', '`docs/adr/NNN-first.md` `kit/<part>/open.ts` `kit/store/*.ts`'],
    ['what is no path', '`decimal.js` `@scope/name` `/health/ready` `text/plain` `.ts` `a.b`'],
  ])('%s', (_, text) => expect(broken(text)).toEqual([]));
});

describe('a page may not name', () => {
  test.each([
    ['npm run chekc', 'npm run chekc (no script of package.json)'],
    ['`npm run bench:…`', 'npm run bench:… (no script of package.json)'],
    ['[a](001-first.md)', '001-first.md (a link)'],
    ['`kit/store/close.ts`', 'kit/store/close.ts'],
    ['`close.ts`', 'close.ts'],
    ['`en.ts`', 'en.ts'],
    ['`kit/stores/`', 'kit/stores/'],
    ['`#kit/stores`', '#kit/stores'],
    ['`kit/<part>/close.ts`', 'kit/<part>/close.ts'],
  ])('%s', (text, found) => expect(broken(text)).toEqual([found]));
});
