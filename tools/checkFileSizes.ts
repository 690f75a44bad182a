/**
 * Holds hand-written source files to the project's limits: half below 80 lines, none above 400.
 * Prints the figures; exits with 1 where a limit is broken, naming the files.
 */
import { readFileSync } from 'node:fs';
import { projectFiles } from './projectFiles.ts';

const longest = 400;
const medianBelow = 80;

const files = projectFiles('*.ts', '*.js').filter((file) => !file.startsWith('schema/generated/'));

const sizes = files
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines);
const median = sizes[Math.floor((sizes.length - 1) / 2)]?.lines ?? 0;
const tooLong = sizes.filter(({ lines }) => lines > longest);

for (const { file, lines } of tooLong) console.error(`${file}: ${lines} lines, at most ${longest}: split it`);
if (median >= medianBelow)
  console.error(`Half of the files should stay below ${medianBelow} lines; the median is ${median}`);
console.log(`${sizes.length} source files, median ${median} lines, longest ${sizes.at(-1)?.lines ?? 0}`);
process.exitCode = tooLong.length > 0 || median >= medianBelow ? 1 : 0;
