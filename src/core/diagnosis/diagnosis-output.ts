import * as z from 'zod';
import { oneLine } from '../../platform/text.ts';
import type { Directory } from '../place/directory.ts';
import type { Place } from '../place/place.ts';
import { count, quote } from '../text/quote.ts';
import { type Finding, type UnreadPart, weights } from './finding.ts';
import { callPlace, callsIn, mendText, placedCall } from './fix.ts';

/**
 * What a diagnosis found, the heaviest first; see {@link Finding}. `calls` are those in `mend`, ready to be made, except
 * where the server marks one as not offered.
 */
export const findingsSchema = z.array(
  z.object({
    weight: z.enum(weights),
    what: z.string(),
    evidence: z.string(),
    mend: z.string(),
    calls: z
      .array(z.object({ tool: z.string(), args: z.looseObject({}), offered: z.literal(false).optional() }))
      .optional(),
  }),
);

/** A finding as results show it. */
export type FindingRow = z.output<typeof findingsSchema>[number];

/** Parts that a diagnosis had to do without. `essential`: without it nobody can say that nothing is wrong. */
const unreadSchema = z.array(z.object({ part: z.string(), reason: z.string(), essential: z.boolean().optional() }));

const named = z.object({ id: z.string(), name: z.string() });

/** What every diagnosis says, whatever it is about: which environment it looked at, at what, and what it found. */
export const diagnosisShape = {
  organization: named,
  environment: named,
  lookedAt: z.array(z.string()),
  findings: findingsSchema,
  unread: unreadSchema,
};
type Diagnosis = z.output<z.ZodObject<typeof diagnosisShape>>;

/** The members of {@link diagnosisShape}, with mends that can be copied from anywhere. */
export async function diagnosisFacts(
  found: { lookedAt: string[]; findings: readonly Finding[]; unread: UnreadPart[] },
  { place, directory }: { place: Place; directory: Directory },
): Promise<Diagnosis> {
  return {
    organization: { id: place.organizationId, name: place.organizationName },
    environment: { id: place.environmentId, name: place.environmentName },
    lookedAt: found.lookedAt,
    findings: await findingRows(found.findings, { place, directory }),
    unread: found.unread,
  };
}

/** What was looked at, what was found, and what could not be read, as lines. */
export function diagnosisLines({ lookedAt, findings, unread }: Diagnosis): string[] {
  return [...lookedAtLine(lookedAt), ...findingLines(findings), ...unreadLines(unread)];
}

/** `in "Sandbox" of "Acme"`, for headlines. */
export function placeText({ organization, environment }: Pick<Diagnosis, 'organization' | 'environment'>): string {
  return `in ${quote(environment.name)} of ${quote(organization.name)}`;
}

async function findingRows(
  findings: readonly Finding[],
  { place, directory }: { place: Place; directory: Directory },
): Promise<FindingRow[]> {
  const at = await callPlace(place, directory);
  return findings.map(({ mend, ...finding }) => {
    const calls = callsIn(mend).map((call) => placedCall(call, at));
    return { ...finding, mend: mendText(mend, at), ...(calls.length === 0 ? {} : { calls }) };
  });
}

/** How many findings of which weight there are, as a sentence; "nothing wrong" is an answer, as far as was read. */
export function findingsSummary({ findings, unread }: Pick<Diagnosis, 'findings' | 'unread'>): string {
  const causes = findings.filter(({ weight }) => weight === 'cause').length;
  const likely = findings.filter(({ weight }) => weight === 'likely').length;
  const notes = findings.length - causes - likely;
  const blind = unread.length === 0 ? '' : `, ${count(unread.length, 'part')} not readable`;
  if (causes + likely > 0) return `${count(causes, 'cause')}, ${likely} likely, ${count(notes, 'note')}${blind}.`;
  const missing = unread.filter(({ essential }) => essential).map(({ part }) => part);
  const verdict =
    missing.length === 0 ? 'Nothing wrong' : `Not known whether anything is wrong, without ${missing.join(' and ')}`;
  return `${verdict}${notes === 0 ? '' : `; ${count(notes, 'note')}`}${blind}.`;
}

/** A call that was cut could not be copied, nor an advice be followed. */
const longestLine = 4_000;
const whole = (text: string): string => oneLine(text, longestLine);

/** Each finding with a number, its evidence, and the calls that mend it. */
function findingLines(findings: readonly FindingRow[]): string[] {
  return findings.map(
    ({ weight, what, evidence, mend }, index) =>
      `${index + 1}. ${weight}: ${whole(what)}\n   evidence: ${whole(evidence)}\n   mend: ${whole(mend)}`,
  );
}

/** What was looked at and how it was, in one line: it gives "nothing wrong" its meaning. */
function lookedAtLine(lookedAt: readonly string[]): string[] {
  return lookedAt.length === 0 ? [] : [`looked at: ${whole(lookedAt.join('; '))}`];
}

/** Which parts could not be read, one a line, with the reason. */
function unreadLines(unread: readonly UnreadPart[]): string[] {
  return unread.map(({ part, reason }) => `not read: ${whole(part)}: ${whole(reason)}`);
}
