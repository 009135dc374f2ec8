import { randomUUID } from 'node:crypto';
import { inData, printableLines } from '../../platform/text.ts';

/**
 * Puts platform text between unguessable markers, so that text in a name cannot pass for ours, and removes invisible characters. The server's instructions explain the markers.
 */
export function fenced(said: string): string {
  const data = inData(printableLines(said));
  let marker: string;
  do marker = `data-${randomUUID().slice(0, 6)}`;
  while (data.includes(marker));
  return `<${marker}>\n${data}\n</${marker}>`;
}
