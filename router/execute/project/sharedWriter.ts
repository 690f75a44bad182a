import type { Writer } from './writer.ts';

/** Characters from which on making a text whole is worth it. */
const wholeFrom = 64;

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
    // A text put together from parts is made whole when it is read, once here instead of at every place.
    if (text.length > wholeFrom) text.charCodeAt(0);
    if (run.problems.length === problems) texts.set(value, text);
    return text;
  };
}
