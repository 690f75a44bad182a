/** `npm run docs:write`: writes the pages that are made from the source they describe, where they changed. */

import { writeGeneratedFiles } from '#schema/tools/generatedFiles.ts';
import { projectRoot } from '#schema/tools/projectRoot.ts';
import { generatedPages } from './pages.ts';

const written = writeGeneratedFiles(projectRoot, generatedPages(), []);
console.log(written.length > 0 ? `Written: ${written.join(', ')}` : 'The generated pages are fresh.');
