import type { Check } from './firstInvalid.ts';

/** How long a text may be, in characters after trimming. */
export interface TextLimits {
  readonly min?: number;
  readonly max: number;
}

/** Tab, line feed and carriage return are text; other control characters are not, and PostgreSQL refuses NUL. */
const control = /[^\P{Cc}\t\n\r]/u;

/** Checks a text's length and characters. An absent value is valid; say in SDL what is required. */
export function checkText(text: string | null | undefined, { min = 1, max }: TextLimits): Check {
  if (text === null || text === undefined) return null;
  const { length } = text.trim();
  if (length < min) return min === 1 ? 'Enter at least one character.' : `Enter at least ${min} characters.`;
  if (text.length > max) return `Enter at most ${max} characters.`;
  return control.test(text) ? 'Leave out control characters.' : null;
}
