/**
 * `npm run docs:check`: ends with 1 and names each generated page that no longer says what its source says, and whatever
 * a page names that is not there.
 */
import { readFileSync } from 'node:fs';
import { staleFiles } from '#schema/tools/generatedFiles.ts';
import { projectRoot } from '#schema/tools/projectRoot.ts';
import { projectFiles } from '../projectFiles.ts';
import { brokenReferences } from './brokenReferences.ts';
import { generatedPages } from './pages.ts';
import { projectNames } from './projectNames.ts';

process.chdir(projectRoot);
const stale = staleFiles(projectRoot, generatedPages(), []);
for (const path of stale) console.error(`stale: ${path}`);
if (stale.length > 0) console.error('Run `npm run docs:write` and commit the result.');

const names = projectNames();
const broken = projectFiles('*.md').flatMap((page) =>
  brokenReferences(page, readFileSync(page, 'utf8'), names).map(
    (reference) => `${page} names what is not there: ${reference}`,
  ),
);
for (const line of broken) console.error(line);

if (stale.length + broken.length > 0) process.exitCode = 1;
else console.log('The generated pages are fresh, and what pages name is there.');
