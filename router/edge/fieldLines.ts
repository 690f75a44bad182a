/**
 * Header fields, names and values in turn, as lines of a head: one text in one piece. V8 keeps what is put together by `+` as
 * a tree of its parts, and would walk through it each time that the text is written.
 */
export function fieldLines(pairs: readonly string[]): string {
  const parts: string[] = [];
  for (let name = 0; name < pairs.length; name += 2) {
    parts.push(pairs[name] as string, ': ', pairs[name + 1] as string, '\r\n');
  }
  return parts.join('');
}
