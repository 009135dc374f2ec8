import { isObject, membersOf, textOf } from '../json.ts';

const open = '<!-- generated:documents -->';
const close = '<!-- /generated:documents -->';

/** A README with the table of the given files (parsed, by name) between its two markers. */
export function withDocumentTable(readme: string, files: Readonly<Record<string, unknown>>): string {
  const start = readme.indexOf(open);
  const end = readme.indexOf(close);
  if (start < 0 || end < start) throw new Error(`the README has no ${open} … ${close}`);
  return `${readme.slice(0, start + open.length)}\n${documentTable(files)}\n${readme.slice(end)}`;
}

function documentTable(files: Readonly<Record<string, unknown>>): string {
  const head = ['File', 'Source', 'Paths', 'Operations', 'Copyright', 'Licence'];
  const rows = Object.entries(files).map(([name, data]) => rowOf(name, isObject(data) ? data : {}));
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowOf(name: string, { origin, paths }: Record<string, unknown>): string[] {
  const text = (member: string): string => textOf(origin, member) ?? '';
  const commit = text('commit');
  const link = `${text('repository')}/blob/${commit}/${text('file')}`;
  const operations = membersOf(paths).flatMap(([, item]) => membersOf(item).filter(([key]) => key !== 'parameters'));
  return [
    `[\`${name}\`](${name})`,
    `[\`${text('file')}\`](${link}) at \`${commit.slice(0, 8)}\``,
    String(membersOf(paths).length),
    String(operations.length),
    text('copyright'),
    text('licence'),
  ];
}
