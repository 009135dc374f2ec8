import * as z from 'zod';
import { callPlace } from '../../core/diagnosis/fix.ts';
import { placeName } from '../../core/place/place.ts';
import { defineReadTool } from '../../core/tools/define-tool.ts';
import { Failure } from '../../platform/errors.ts';
import type { About, Desk, Reading } from './prompt-reader.ts';
import { given, question, reasonOf, spoken } from './words.ts';

/** Where somebody wants something to happen, in their words. */
export type PlaceArguments = Readonly<Partial<Record<'organization' | 'environment', string | undefined>>>;

/** Where a prompt is about. */
export interface Place {
  /** `in "Production" of "Acme"`; what the arguments say where the platform does not tell more. */
  words: string;
  /** What calls have to say to get there, because it is not where they go by themselves. */
  carried: Readonly<Record<string, string>>;
  /** What the person has to say first: the place that they named is none, or there are several. */
  questions: readonly string[];
  /** What there is to choose from, where the place is not settled or nobody has said it. */
  others: readonly Reading[];
}

const thing = z.string().optional();
const where = z.object({
  organizationId: z.string(),
  environmentId: z.string(),
  /** How a call names it. */
  call: z.object({ organization: z.string(), environment: z.string() }),
  words: z.string(),
});
type Where = z.output<typeof where>;

/** Answers where a call with the same arguments would act: it takes them as every tool does, links included, and is offered to nobody. */
const placeTool = defineReadTool({
  name: 'anypoint_place',
  title: 'Say where a call acts',
  toolset: 'access',
  effect: 'read',
  description: 'Where a call with these arguments acts.',
  scope: 'environment',
  input: { gateway: thing, api: thing, policy: thing, target: thing, servers: z.array(z.string()).optional() },
  output: where,
  run: async (_args, { place, directory }) => ({
    organizationId: place.organizationId,
    environmentId: place.environmentId,
    call: await callPlace(place, directory),
    words: placeName(place),
  }),
  present: ({ words }) => ({ headline: words }),
});

/** Arguments that may hold a link, which says where the thing is. */
export type Things = Readonly<Partial<Record<'gateway' | 'api' | 'policy' | 'target', string | undefined>>> & {
  servers?: readonly string[];
};

/**
 * Finds out where it is about: what the arguments say, else what a link says, else the configured place. `isOpen` lists
 * the environments also where the configured one is taken, because somebody who says nothing may mean another.
 */
export async function findPlace(
  desk: Desk,
  said: PlaceArguments,
  things: Things = {},
  { isOpen = false }: { isOpen?: boolean } = {},
): Promise<Place> {
  const listed = (): Promise<Reading> => desk.read('anypoint_list_environments', { organization: said.organization });
  const [meant, configured] = await Promise.all([scopeAt(desk, { ...said, ...things }), scopeAt(desk, {})]);
  if (meant instanceof Failure) {
    const isUnsettled = meant.kind === 'input';
    return {
      words: inWords(said, isUnsettled),
      carried: given(said),
      questions: isUnsettled ? [`${reasonOf(meant)} What is meant?`] : [],
      others: isUnsettled ? [await listed()] : [],
    };
  }
  const isConfigured = !(configured instanceof Failure) && configured.environmentId === meant.environmentId;
  return {
    words: `in ${meant.words}`,
    carried: isConfigured ? {} : carriedTo(meant, configured),
    questions: [],
    others: isOpen && isConfigured && said.environment === undefined ? [await listed()] : [],
  };
}

/** Asks where it is, or else which thing is meant; one after the other, because things are looked for in their place. */
export function whereAndWhich(
  place: Place,
  kind: string,
  { isKnown, problem, choices }: About,
  hint: string,
): readonly string[] {
  if (place.questions.length > 0 || isKnown) return place.questions;
  const asked = `Which ${kind} is meant?`;
  return [question(problem === undefined ? asked : `${reasonOf(problem)} ${asked}`, choices, hint)];
}

async function scopeAt(desk: Desk, args: PlaceArguments & Things): Promise<Where | Failure> {
  try {
    const call = placeTool.accept(given(args));
    if (call.effect !== 'read') throw new Error('Saying where something is changes nothing.');
    const { structured } = await desk.ask((ctx) => call.run(ctx));
    return where.parse(structured);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Only what differs from the configured place: the rest goes without saying. */
function carriedTo(meant: Where, configured: Where | Failure): Record<string, string> {
  const isHome = !(configured instanceof Failure) && configured.organizationId === meant.organizationId;
  const { organization, environment } = meant.call;
  return isHome ? { environment } : { organization, environment };
}

function inWords({ organization, environment }: PlaceArguments, isUnsettled: boolean): string {
  const unnamed = isUnsettled ? 'in an environment that is not settled yet' : 'in the configured environment';
  const place = environment === undefined ? unnamed : `in the environment ${spoken(environment)}`;
  return organization === undefined ? place : `${place} of ${spoken(organization)}`;
}
