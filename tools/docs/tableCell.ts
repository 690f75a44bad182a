/** Text for a cell of a Markdown table: one line, no bar that would end the cell. */
export function tableCell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
