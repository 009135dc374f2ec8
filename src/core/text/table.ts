import { inData, oneLine, type PlatformText } from '../../platform/text.ts';
import { count } from './quote.ts';

/** A value of a text table: one line without the separator; a dash when there is none. */
export function cell(value: unknown): PlatformText {
  if (value === undefined || value === null || value === '') return '-';
  return oneLine(fieldText(value)).replaceAll(' | ', ' / ');
}

/** A field of a row for people: things by name and id, lists with commas. */
export function fieldText(value: unknown): PlatformText {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => inData(fieldText(item))).join(', ');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const { id, name, status }: { id?: unknown; name?: unknown; status?: unknown } = value;
  if (name === undefined) return JSON.stringify(value);
  return [name, ...(id === undefined ? [] : [`(${String(id)})`]), ...(status ? [status] : [])].join(' ');
}

/**
 * Rows as text with a header line: the cheapest form that both people and models read without mistake. Columns that
 * are empty in every row are left out.
 */
export function table<Row extends object, Key extends keyof Row & string>(
  rows: readonly Row[],
  columns: readonly Key[],
): string {
  const used = columns.filter((column) => rows.some((row) => cell(row[column]) !== '-'));
  if (rows.length === 0) return '';
  return [used.join(' | '), ...rows.map((row) => used.map((column) => inData(cell(row[column]))).join(' | '))].join(
    '\n',
  );
}

/** A label and its value. */
export type Label = readonly [label: string, value: unknown];

/** Labelled lines; entries without a value are left out. A label may be a name from the platform, too. */
export function lines(entries: readonly Label[]): string {
  return entries
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([label, value]) => `${inData(cell(label))}: ${inData(cell(value))}`)
    .join('\n');
}

/** How many match, and where: `5 gateways in "Sandbox".`, or `2 of 5 gateways in "Sandbox" match.` */
export function found(
  { total = 0, of }: { total?: number | undefined; of?: number | undefined },
  noun: string,
  where: string,
): string {
  if (of !== undefined && of !== total) return `${total} of ${count(of, noun)} in ${where} match.`;
  return `${total === 0 ? `No ${noun}s` : count(total, noun)} in ${where}.`;
}
