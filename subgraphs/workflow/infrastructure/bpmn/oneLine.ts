/** Names in models carry line breaks for the diagram. */
export function oneLine(name: string | undefined): string | null {
  const text = (name ?? '').replace(/\s+/g, ' ').trim();
  return text === '' ? null : text;
}
