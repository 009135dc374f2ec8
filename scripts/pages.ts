/** What generated pages and parts of pages are made with. */

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A page with its generated part, between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->`. */
export function withGenerated(text: string, name: string, part: string): string {
  const [open, close] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) throw new Error(`The page has no pair of markers ${open}.`);
  return `${text.slice(0, start + open.length)}\n${part}\n${text.slice(end)}`;
}
