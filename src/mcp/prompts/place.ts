import { followLinks } from '../../core/place/console-links.ts';
import { placeName } from '../../core/place/place.ts';
import { argumentsFor, type PlaceNames } from '../../core/place/place-arguments.ts';
import { enterPlace } from '../../core/tools/call-place.ts';
import type { PlaceArguments } from '../../core/tools/calls.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';
import type { About, PromptReader, Reading } from './prompt-reader.ts';
import { given, question, reasonOf, spoken } from './words.ts';

/** The place that a prompt is about. */
export interface PromptPlace {
  /** `in "Production" of "Acme"`; from the arguments alone if the place could not be resolved. */
  words: string;
  /** Arguments that calls need to reach it, if it is not the default place. */
  callArguments: Readonly<Record<string, string>>;
  /** Questions about the place, if it is unknown or ambiguous. */
  questions: readonly Advice[];
  /** The choices, if the place is unclear or was not given. */
  choices: readonly Reading[];
}

/** Where a call with some arguments would act. */
interface Where {
  organizationId: string;
  environmentId: string;
  /** How a call names it. */
  names: PlaceNames;
  words: string;
}

/** Arguments that may hold a link, which says where the thing is. */
export type Things = Readonly<Partial<Record<'gateway' | 'api' | 'policy' | 'target', string | undefined>>> & {
  servers?: readonly string[];
};

/**
 * Resolves the place: from the arguments, otherwise from a link, otherwise the configured one. `isOpen` lists the environments even for the configured place, because a person who names none may mean another.
 */
export async function findPlace(
  reader: PromptReader,
  said: PlaceArguments,
  things: Things = {},
  { isOpen = false }: { isOpen?: boolean } = {},
): Promise<PromptPlace> {
  const listed = (): Promise<Reading> => reader.read('environment.list', { organization: said.organization });
  const [meant, configured] = await Promise.all([placeAt(reader, { ...said, ...things }), placeAt(reader, {})]);
  if (meant instanceof Failure) {
    const isUnclear = meant.kind === 'input';
    return {
      words: inWords(said, isUnclear),
      callArguments: given(said),
      questions: isUnclear ? [advice`${reasonOf(meant)} Which one do you mean?`] : [],
      choices: isUnclear ? [await listed()] : [],
    };
  }
  const isConfigured = !(configured instanceof Failure) && configured.environmentId === meant.environmentId;
  return {
    words: `in ${meant.words}`,
    callArguments: isConfigured ? {} : argumentsTo(meant, configured),
    questions: [],
    choices: isOpen && isConfigured && said.environment === undefined ? [await listed()] : [],
  };
}

/** Asks for the place, or else for the thing; one after the other, because things are searched in their place. */
export function whereAndWhich(
  place: PromptPlace,
  kind: string,
  { isKnown, problem, choices }: About,
  hint: string,
): readonly Advice[] {
  if (place.questions.length > 0 || isKnown) return place.questions;
  const asked = `Which ${kind} do you mean?`;
  return [question(problem === undefined ? asked : advice`${reasonOf(problem)} ${asked}`, choices, hint)];
}

/** Takes the arguments as every tool does, links included. */
async function placeAt(reader: PromptReader, args: PlaceArguments & Things): Promise<Where | Failure> {
  const { organization, environment, ...named } = args;
  const things = given(named);
  try {
    return await reader.ask(async (ctx) => {
      const { links } = followLinks(things, ctx.platform.client.baseUrl);
      const { place } = await enterPlace('environment', { organization, environment, links }, ctx);
      const { organizationId, environmentId } = place;
      return {
        organizationId,
        environmentId,
        names: await argumentsFor(place, ctx),
        words: placeName(place),
      };
    });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Only what differs from the configured place. */
function argumentsTo(meant: Where, configured: Where | Failure): Record<string, string> {
  const isHome = !(configured instanceof Failure) && configured.organizationId === meant.organizationId;
  const { organization, environment } = meant.names;
  return isHome ? { environment } : { organization, environment };
}

function inWords({ organization, environment }: PlaceArguments, isUnclear: boolean): string {
  const unnamed = isUnclear ? 'in an environment still to be decided' : 'in the configured environment';
  const place = environment === undefined ? unnamed : `in the environment ${spoken(environment)}`;
  return organization === undefined ? place : `${place} of ${spoken(organization)}`;
}
