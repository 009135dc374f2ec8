import * as z from 'zod';
import { platformText } from '../../platform/reading.ts';
import { inData } from '../../platform/text.ts';
import { capitalize, quote } from '../text/quote.ts';
import { cell } from '../text/table.ts';

/** What a reading had to leave out: which part of it, in which place, and why. Nothing names a whole place. */
export const unreadOutput = z.array(
  z.object({
    part: z.string().optional(),
    environment: platformText.optional(),
    organization: platformText.optional(),
    reason: platformText,
  }),
);

/** One of {@link unreadOutput}. */
export type UnreadRow = z.output<typeof unreadOutput>[number];

/** Of so many parts a text says why; the others are counted. */
const maxSaid = 10;

/** What could not be read, a line each. */
export function unreadLines(unread: readonly UnreadRow[]): string {
  const said = unread.slice(0, maxSaid).map(({ part, environment, organization, reason }) => {
    const place = [environment, organization]
      .filter((name) => name !== undefined)
      .map(quote)
      .join(' of ');
    const what = part === undefined ? place : `${part}${place === '' ? '' : ` of ${place}`}`;
    return `${capitalize(what)} could not be read: ${inData(cell(reason))}`;
  });
  const more = unread.length - said.length;
  return [...said, ...(more === 0 ? [] : [`${more} more could not be read.`])].join('\n');
}
