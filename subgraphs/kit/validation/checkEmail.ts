import type { Check } from './firstInvalid.ts';

/**
 * The form that HTML's email input accepts, with at least two labels in the domain.
 * https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 */
const email =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/** Checks the form of an address, at most 254 characters (RFC 5321, section 4.5.3). An absent value is valid. */
export function checkEmail(text: string | null | undefined): Check {
  if (text === null || text === undefined) return null;
  return text.length <= 254 && email.test(text) ? null : 'Enter an email address like ada@example.com.';
}
