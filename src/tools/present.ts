import { oneLine } from '../anypoint/reading.ts';

/** A value of a text table: one line without the separator; a dash when there is none. */
export function cell(value: unknown): string {
  if (value === undefined || value === null || value === '') return '-';
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : String(value);
  return oneLine(text).replaceAll(' | ', ' / ');
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
  return [used.join(' | '), ...rows.map((row) => used.map((column) => cell(row[column])).join(' | '))].join('\n');
}

/** Labelled lines; entries without a value are left out. */
export function lines(entries: readonly (readonly [label: string, value: unknown])[]): string {
  return entries
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([label, value]) => `${label}: ${cell(value)}`)
    .join('\n');
}

/** `1 server`, `3 servers`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
