import { advise } from '../platform/advice.ts';
import { Failure, type UnknownThing } from '../platform/errors.ts';
import type { Environment, Place } from './place/place.ts';
import { choiceOf, type Named } from './resolve.ts';
import { called, quote } from './text/quote.ts';

/** A kind of thing that can be looked for in an environment. */
export interface Findable<Context> {
  /** For people, singular: `gateway`. */
  noun: string;
  /** The things of the environment that a text names as a whole. @throws Failure */
  named(text: string, ctx: Context): Promise<readonly Named[]>;
}

/** What finding something elsewhere needs of a call. */
interface Here {
  place: Place;
  directory: { environments(organization: { id: string; name: string }): Promise<readonly Environment[]> };
}

/** Maximum number of other environments that are searched; a business group rarely has more. */
const maxEnvironments = 6;

/**
 * Says where something is that a call looked for in the wrong place: in another environment, or of another kind. It takes one round of requests, and only for a name or id that matches as a whole.
 */
export class Whereabouts<Context extends Here> {
  readonly #findables: readonly Findable<Context>[];

  constructor(findables: readonly Findable<Context>[]) {
    this.#findables = findables;
  }

  /** The failure, with where the unknown thing is, if that could be found out. Never throws: not to find it is no failure of its own. */
  async explain(failure: Failure, ctx: Context): Promise<Failure> {
    const { unknown } = failure;
    if (unknown === undefined) return failure;
    const [environments, things] = await Promise.all([
      this.#environmentsWith(unknown, ctx),
      this.#otherThings(unknown, ctx),
    ]);
    if (environments.length > 0) return inOtherEnvironment(failure, unknown, environments);
    return things.length > 0 ? ofOtherKind(failure, unknown, things) : failure;
  }

  async #environmentsWith({ noun, text }: UnknownThing, ctx: Context): Promise<Found[]> {
    const findable = this.#findables.find((one) => one.noun === noun);
    if (findable === undefined) return [];
    const { organizationId: id, organizationName: name, environmentId } = ctx.place;
    const all = (await quietly(ctx.directory.environments({ id, name }))) ?? [];
    const others = all.filter((one) => one.id !== environmentId).slice(0, maxEnvironments);
    const found = await Promise.all(
      others.map(async (environment) => {
        const place = {
          ...ctx.place,
          environmentId: environment.id,
          environmentName: environment.name,
          environmentType: environment.type,
        };
        const [thing] = (await quietly(findable.named(text, { ...ctx, place }))) ?? [];
        return thing === undefined ? [] : [{ environment, thing }];
      }),
    );
    return found.flat();
  }

  async #otherThings({ noun, text }: UnknownThing, ctx: Context): Promise<{ noun: string; thing: Named }[]> {
    const found = await Promise.all(
      this.#findables
        .filter((one) => one.noun !== noun)
        .map(async (one) => ((await quietly(one.named(text, ctx))) ?? []).map((thing) => ({ noun: one.noun, thing }))),
    );
    return found.flat();
  }
}

interface Found {
  environment: Environment;
  thing: Named;
}

async function quietly<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function inOtherEnvironment(failure: Failure, { noun }: UnknownThing, found: readonly Found[]): Failure {
  const where = found.map(({ environment, thing }) => `in environment ${quote(environment.name)}: ${called(thing)}`);
  return new Failure(failure.kind, {
    what: failure.message,
    why: `Such ${article(noun)} ${noun} is ${where.join('; ')}.`,
    next: `If you mean that one, name its environment in the argument environment: ${found.map(({ environment }) => quote(environment.name)).join(' or ')}.`,
    choice: choiceOf(
      `${failure.message} Do you mean the one in another environment?`,
      found.map(({ environment }) => environment),
      { kind: 'environment' },
    ),
  });
}

function ofOtherKind(
  failure: Failure,
  { noun, text }: UnknownThing,
  things: readonly { noun: string; thing: Named }[],
): Failure {
  const kinds = things.map((one) => `${article(one.noun)} ${one.noun} here, ${called(one.thing)}`);
  return new Failure(failure.kind, {
    what: failure.message,
    why: `${quote(text)} is ${kinds.join(', and ')}.`,
    next: advise(`Name ${article(noun)} ${noun}.`, failure.next),
    choice: failure.choice,
  });
}

function article(noun: string): string {
  return /^[aeiou]/i.test(noun) ? 'an' : 'a';
}
