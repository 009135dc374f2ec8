import { randomUUID } from 'node:crypto';
import { printableLines } from '../../platform/text.ts';

/**
 * Puts what the platform said between markers that the data cannot know, so that a text somebody typed into a name
 * cannot pass for ours, and takes out what cannot be seen. The markers are explained in the server's instructions.
 */
export function fenced(said: string): string {
  const data = printableLines(said);
  let marker: string;
  do marker = `data-${randomUUID().slice(0, 6)}`;
  while (data.includes(marker));
  return `<${marker}>\n${data}\n</${marker}>`;
}
