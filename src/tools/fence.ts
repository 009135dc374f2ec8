import { randomUUID } from 'node:crypto';

/**
 * Puts what the platform said between markers that the data cannot know, so that a text somebody typed into a name
 * cannot pass for ours. The markers are explained in the server's instructions.
 */
export function fenced(data: string): string {
  let marker: string;
  do marker = `data-${randomUUID().slice(0, 6)}`;
  while (data.includes(marker));
  return `<${marker}>\n${data}\n</${marker}>`;
}
