const decimal = /^([+-]?)0*(\d+)(?:\.(\d*))?$/;

/**
 * Writes an exact number in the one form that the product shows, stores in events and compares: no superfluous zeros,
 * but at least two decimals, as people write amounts. `120.0000` and `120` become `120.00`, `0.1250` becomes `0.125`.
 *
 * Works on the digits alone, so no number is too large for it; a text that is no plain number is given as it is.
 */
export function canonicalDecimal(text: string): string {
  const parts = decimal.exec(text);
  if (!parts) return text;
  const [, sign, whole, fraction = ''] = parts;
  const digits = `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}
