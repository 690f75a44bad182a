/** Header fields, names and values in turn, as lines of a head. */
export function fieldLines(pairs: readonly string[]): string {
  let lines = '';
  for (let name = 0; name < pairs.length; name += 2) lines += `${pairs[name]}: ${pairs[name + 1]}\r\n`;
  return lines;
}
