/** `npm run docs:check`: ends with 1 and names each generated page that no longer says what its source says. */
import { staleFiles } from '#schema/tools/generatedFiles.ts';
import { projectRoot } from '#schema/tools/projectRoot.ts';
import { generatedPages } from './pages.ts';

const stale = staleFiles(projectRoot, generatedPages(), []);
for (const path of stale) console.error(`stale: ${path}`);
if (stale.length > 0) {
  console.error('Run `npm run docs:write` and commit the result.');
  process.exitCode = 1;
} else {
  console.log('The generated pages are fresh.');
}
