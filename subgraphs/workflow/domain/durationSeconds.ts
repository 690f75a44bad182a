const pattern =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const factors = [31_556_952, 2_629_746, 604_800, 86_400, 3_600, 60, 1];

/**
 * Length of an ISO 8601 duration in seconds, years and months at their Gregorian mean.
 * @returns null where the text is no duration
 */
export function durationSeconds(text: string): number | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  return factors.reduce((sum, factor, index) => sum + factor * Number((match[index + 1] ?? '0').replace(',', '.')), 0);
}
