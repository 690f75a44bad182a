import type { Writer } from './writer.ts';

/**
 * A writer for objects that may stand at many places of one answer: each is written once, and its text taken again.
 * A text that came with a problem is not, so that the problem is reported at every place.
 *
 * @param index number of the writer within its projection
 */
export function sharedWriter(write: Writer, index: number): Writer {
  return (value, run) => {
    if (typeof value !== 'object' || value === null) return write(value, run);
    let texts = run.texts[index];
    if (texts === undefined) {
      texts = new Map();
      run.texts[index] = texts;
    }
    const known = texts.get(value);
    if (known !== undefined) return known;
    const problems = run.problems.length;
    const text = write(value, run);
    if (run.problems.length === problems) texts.set(value, text);
    return text;
  };
}
