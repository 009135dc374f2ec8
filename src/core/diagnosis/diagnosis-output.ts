import * as z from 'zod';
import { callsIn } from '../../platform/advice.ts';
import { platformText } from '../../platform/reading.ts';
import { oneLine } from '../../platform/text.ts';
import { argumentsFor } from '../place/place-arguments.ts';
import type { UnreadPart } from '../reading/partial.ts';
import { count, quote } from '../text/quote.ts';
import type { CallWriter, PlaceArguments } from '../tools/calls.ts';
import type { EnvironmentContext } from '../tools/context.ts';
import { type Finding, severities } from './finding.ts';

/**
 * What a diagnosis found, most severe first; see {@link Finding}. `calls` are those in `fix`, ready to be made, except those
 * of tools that are disabled on this server.
 */
export const findingsSchema = z.array(
  z.object({
    severity: z.enum(severities),
    what: z.string(),
    evidence: z.string(),
    fix: z.string(),
    calls: z
      .array(z.object({ tool: z.string(), arguments: z.looseObject({}), disabled: z.literal(true).optional() }))
      .optional(),
  }),
);

/** A finding as results show it. */
export type FindingRow = z.output<typeof findingsSchema>[number];

/** Parts that a diagnosis had to do without. `essential`: without it problems cannot be ruled out. */
const unreadSchema = z.array(z.object({ part: z.string(), reason: platformText, essential: z.boolean().optional() }));

const named = z.object({ id: z.string(), name: platformText });

/** What every diagnosis says, whatever it is about: which environment it is about, what was checked, and what was found. */
export const diagnosisShape = {
  organization: named,
  environment: named,
  checked: z.array(z.string()),
  findings: findingsSchema,
  unreadable: unreadSchema,
};
type Diagnosis = z.output<z.ZodObject<typeof diagnosisShape>>;

/** What a diagnosis has found. */
export interface DiagnosisFindings {
  checked: string[];
  findings: readonly Finding[];
  unreadable: readonly UnreadPart[];
}

/** The members of {@link diagnosisShape}, with fixes that can be copied from anywhere. */
export async function diagnosisFacts(
  { checked, findings, unreadable }: DiagnosisFindings,
  ctx: EnvironmentContext,
): Promise<Diagnosis> {
  const { place, calls } = ctx;
  const at = await argumentsFor(place, ctx);
  return {
    organization: { id: place.organizationId, name: place.organizationName },
    environment: { id: place.environmentId, name: place.environmentName },
    checked,
    findings: findings.map((finding) => findingRow(finding, calls, at)),
    unreadable: unreadable.map(({ reason, ...part }) => ({ ...part, reason: calls.text(reason, at) })),
  };
}

/** What was checked, what was found, and what could not be read, as lines. */
export function diagnosisLines({ checked, findings, unreadable }: Diagnosis): string[] {
  return [...checkedLine(checked), ...findingLines(findings), ...unreadLines(unreadable)];
}

/** `in "Sandbox" of "Acme"`, for headlines. */
export function placeText({ organization, environment }: Pick<Diagnosis, 'organization' | 'environment'>): string {
  return `in ${quote(environment.name)} of ${quote(organization.name)}`;
}

function findingRow({ fix, ...finding }: Finding, writer: CallWriter, place: PlaceArguments): FindingRow {
  const calls = callsIn(fix).map((call) => writer.toolCall(call, place));
  return { ...finding, fix: writer.text(fix, place), ...(calls.length === 0 ? {} : { calls }) };
}

/** How many findings of which severity there are, as a sentence; "no problems found" is a result, too, as far as everything was read. */
export function findingsSummary({ findings, unreadable }: Pick<Diagnosis, 'findings' | 'unreadable'>): string {
  const causes = findings.filter(({ severity }) => severity === 'cause').length;
  const likely = findings.filter(({ severity }) => severity === 'likely').length;
  const notes = findings.length - causes - likely;
  const blind = unreadable.length === 0 ? '' : `, ${count(unreadable.length, 'part')} unreadable`;
  if (causes + likely > 0) {
    const parts = [
      ...(causes === 0 ? [] : [count(causes, 'cause')]),
      ...(likely === 0 ? [] : [`${likely} likely`]),
      ...(notes === 0 ? [] : [count(notes, 'note')]),
    ];
    return `${parts.join(', ')}${blind}.`;
  }
  const missing = unreadable.filter(({ essential }) => essential).map(({ part }) => part);
  const verdict =
    missing.length === 0 ? 'No problems found' : `Problems cannot be ruled out without ${missing.join(' and ')}`;
  return `${verdict}${notes === 0 ? '' : `; ${count(notes, 'note')}`}${blind}.`;
}

/** Long enough for whole calls: a cut one could not be copied. */
const maxLine = 4_000;
const whole = (text: string): string => oneLine(text, maxLine);

/** Each finding with a number, its evidence, and the calls that fix it. */
function findingLines(findings: readonly FindingRow[]): string[] {
  return findings.map(
    ({ severity, what, evidence, fix }, index) =>
      `${index + 1}. ${severity}: ${whole(what)}\n   evidence: ${whole(evidence)}\n   fix: ${whole(fix)}`,
  );
}

/** What was checked and its state, in one line: "no problems found" means nothing without it. */
function checkedLine(checked: readonly string[]): string[] {
  return checked.length === 0 ? [] : [`checked: ${whole(checked.join('; '))}`];
}

/** Which parts could not be read, one a line, with the reason. */
function unreadLines(unreadable: Diagnosis['unreadable']): string[] {
  return unreadable.map(({ part, reason }) => `unreadable: ${whole(part)}: ${whole(reason)}`);
}
