import * as z from 'zod';
import type { Advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';
import { GivenSecrets } from '../../platform/given-secrets.ts';
import type { Naming } from '../matching.ts';
import type { InputOf, OperationName, Operations, Shape } from '../operations.ts';
import { followLinks } from '../place/console-links.ts';
import type { Plan, StepKind } from '../plan/plan.ts';
import type { Removed } from '../removals.ts';
import { explainUnknown } from '../resolve.ts';
import { alreadyGone, requireSameThing, unlessGone } from './already-gone.ts';
import {
  type EnteredPlaces,
  enterPlace,
  enterPlaces,
  type GivenPlace,
  isAboutMany,
  placeParams,
} from './call-place.ts';
import type { PlaceArguments, ToolName } from './calls.ts';
import { type ContextOf, isInEnvironment, type ScopeKind, type ToolContext } from './context.ts';
import { type Follow, type Followed, followed } from './follow.ts';
import * as params from './params.ts';
import { groundOf, plain } from './plan-basis.ts';
import type { ToolResult } from './result.ts';
import type { Tool, ToolExample, WriteEffect } from './tool.ts';
import type { Toolset } from './toolsets.ts';
import { planFacts, undoToKeep, writeOutput } from './write-output.ts';

type Arguments<Input extends Shape> = z.output<z.ZodObject<Input>>;

/** A result in words: one headline, which may name calls, and platform data. */
export interface Said {
  headline: Advice;
  data?: string | undefined;
}

/** An example of a tool with these arguments, see {@link ToolExample}. */
export interface ExampleOf<Input extends Shape> extends ToolExample {
  arguments: InputOf<Input> & PlaceArguments;
}

/** What every tool declares, whether it reads or writes. */
interface Definition<
  Name extends OperationName,
  Input extends Shape,
  Output extends z.ZodObject,
  Kind extends ScopeKind,
> {
  name: ToolName;
  /** For people, in a tool picker. */
  title: string;
  toolset: Toolset;
  /** The name that advice uses; the tool's file declares it in {@link Operations}, with `input` as its arguments. */
  operation: Name & (Operations[Name] extends Input ? unknown : never);
  /** What it does, when to use it, what comes back, what it changes or costs. */
  description: Advice;
  /** Decides whether the tool takes `organization` and `environment`, and resolves them. */
  scope: Kind;
  /** The tool's own arguments, each described; shared ones come from params.ts. */
  input: Input;
  output: Output;
  example: ExampleOf<Input>;
  /** The secrets in a result that the caller asked for. Nothing masks these values, and everything masks all others. */
  reveals?(result: z.output<Output>): readonly (string | undefined)[];
  /** The result in words, complete without the structured form. */
  present(result: z.output<Output>): Said;
}

/** A tool that changes nothing. */
export interface ReadDefinition<
  Name extends OperationName,
  Input extends Shape,
  Output extends z.ZodObject,
  Kind extends ScopeKind,
> extends Definition<Name, Input, Output, Kind> {
  effect: 'read';
  run(args: Arguments<Input>, ctx: ContextOf<Kind>): Promise<z.output<Output>>;
  /** For a tool that can be about several places: `*` as organization or environment then stands for all. */
  runAcross?(args: Arguments<Input>, places: EnteredPlaces<Kind>, ctx: ToolContext): Promise<z.output<Output>>;
}

/** A tool that changes the platform: planned first, applied from the plan alone. */
export interface WriteDefinition<
  Name extends OperationName,
  Input extends Shape,
  Output extends z.ZodObject,
  Kind extends ScopeKind,
  Intent,
> extends Definition<Name, Input, Output, Kind> {
  effect: WriteEffect;
  /** The kinds of step that its plans may have, where they are not those that its effect says. */
  steps?: readonly StepKind[];
  /** The creation is billed or exposes something to the network: hosts then ask before they call it. */
  billedOrExposed?: boolean;
  /** A second call does it once more, such as a restart; of a creation this is so anyway. */
  actsAgain?: boolean;
  /** Resolves names, checks preconditions, reads the current state. Changes nothing. */
  plan(args: Arguments<Input>, ctx: ContextOf<Kind>): Promise<Plan<Intent>>;
  /** Does what the plan says, and nothing else. */
  apply(plan: Plan<Intent>, ctx: ContextOf<Kind>): Promise<z.output<Output>>;
  /** What a delete removes: every text that names it, by argument. The same call then answers that it is gone. */
  removes?(intent: Intent): Removed;
  /** For work that goes on after `apply`, which then only begins it. The tool takes `wait` and `timeoutSeconds`. */
  follow?: Follow<z.output<Output>, ContextOf<Kind>>;
}

/** Defines a tool that only reads. */
export function defineReadTool<
  Name extends OperationName,
  Input extends Shape,
  Output extends z.ZodObject,
  Kind extends ScopeKind,
>(definition: ReadDefinition<Name, Input, Output, Kind>): Tool {
  const { run, runAcross, present, input: own, reveals, ...facts } = definition;
  type Answered = { result: z.output<Output>; say: (said: Advice) => string };
  const resultIn = async (
    given: GivenPlace,
    ctx: ToolContext,
    read: (entered: ContextOf<Kind>) => Promise<z.output<Output>>,
  ): Promise<Answered> => {
    const entered = await enterPlace(definition.scope, given, ctx);
    return { result: await explained(read(entered), entered), say: entered.say };
  };
  const resultAcross = async (
    given: GivenPlace,
    ctx: ToolContext,
    read: (places: EnteredPlaces<Kind>) => Promise<z.output<Output>>,
  ): Promise<Answered> => {
    const places = await enterPlaces(definition.scope, given, ctx);
    return { result: await read(places), say: (said) => ctx.calls.text(said, {}) };
  };
  const input = z.strictObject({
    ...own,
    ...placeParams(definition.scope, runAcross === undefined ? 'one' : 'every'),
  });
  return {
    ...facts,
    steps: [],
    billedOrExposed: false,
    actsAgain: false,
    revealsSecrets: reveals !== undefined,
    input,
    accept(args) {
      const { place, own: accepted } = readArguments<Input>(input.parse(args));
      return {
        effect: 'read',
        async run(outer) {
          const { given, ctx } = withGiven(outer, 'prefix');
          const { args: named, links } = followLinks(accepted, ctx.platform.client.baseUrl);
          return await given.guard(async () => {
            // Links were replaced by what they name, in arguments of the same types.
            const asked = named as Arguments<Input>;
            const { result, say } =
              runAcross !== undefined && isAboutMany(place)
                ? await resultAcross({ ...place, links }, ctx, (places) => runAcross(asked, places, ctx))
                : await resultIn({ ...place, links }, ctx, (entered) => run(asked, entered));
            given.accept();
            const shown = toolResult(result, present, say);
            return masked({ ...shown, ...revealedIn(result, reveals) }, facts, given);
          });
        },
      };
    },
  };
}

/** The kind of step of a tool that does no more than its effect says. */
const usualSteps: Readonly<Record<WriteEffect, StepKind>> = { create: 'create', update: 'update', delete: 'remove' };

/** Defines a tool that writes. Without `plan` it does not compile. */
export function defineWriteTool<
  Name extends OperationName,
  Input extends Shape,
  Output extends z.ZodObject,
  Kind extends ScopeKind,
  Intent,
>(definition: WriteDefinition<Name, Input, Output, Kind, Intent>): Tool {
  const {
    plan,
    apply,
    removes,
    follow,
    present,
    input: own,
    output,
    steps,
    billedOrExposed,
    actsAgain,
    reveals,
    ...facts
  } = definition;
  const isDelete = definition.effect === 'delete';
  const waitParams = follow ? { wait: params.wait, timeoutSeconds: params.timeoutSeconds } : {};
  const input = z.strictObject({
    ...own,
    ...placeParams(definition.scope),
    dryRun: params.dryRun,
    planId: params.planId,
    ...waitParams,
  });
  return {
    ...facts,
    steps: steps ?? [usualSteps[definition.effect]],
    billedOrExposed: billedOrExposed ?? false,
    actsAgain: actsAgain ?? facts.effect === 'create',
    revealsSecrets: reveals !== undefined,
    input,
    output: writeOutput(output),
    accept(args) {
      const { place, writing, own: accepted } = writeArguments<Input>(input.parse(args));
      return {
        effect: definition.effect,
        dryRun: writing.dryRun ?? false,
        wait: writing.wait ?? true,
        follows: follow !== undefined,
        timeoutSeconds: writing.timeoutSeconds,
        planId: writing.planId,
        async plan(outer) {
          const { given, ctx } = withGiven(outer, 'exact');
          const { args: named, links } = followLinks(accepted, ctx.platform.client.baseUrl);
          const { made, entered } = await given.guard(async () => {
            const inside = await enterPlace(definition.scope, { ...place, links }, ctx);
            // Links were replaced by what they name, in arguments of the same types.
            const planned = plan(named as Arguments<Input>, inside);
            const found = isDelete ? unlessGone(planned, { tool: facts.name, args: named }, inside) : planned;
            return { made: await explained(found, inside), entered: inside };
          });
          given.accept();
          const asked = { ...accepted, ...place };
          if ('gone' in made) return alreadyGone(made.gone, asked, entered);
          if (removes !== undefined && made.steps.length > 0) {
            requireSameThing(removes(made.intent), { tool: facts.name, args: named }, entered);
          }
          const { say } = entered;
          const show = (result: z.output<Output>): ToolResult =>
            masked({ ...toolResult(result, present, say), ...revealedIn(result, reveals) }, { output }, given);
          return {
            plan: given.redactAll(planFacts(made, entered)),
            arguments: given.redactAll(plain(asked)),
            basis: { arguments: asked, ground: groundOf(made, entered) },
            undo: given.redactAll(undoToKeep(made.undo, entered)),
            settings: given.redactAll(made.settings),
            async apply() {
              const removed = (how: { unanswered?: true }): void => {
                if (removes === undefined || !isInEnvironment(entered)) return;
                const call = { tool: facts.name, environmentId: entered.place.environmentId, args: named };
                entered.removals.remember(call, removes(made.intent), { at: entered.clock.now(), ...how });
              };
              const result = await given
                .guard(() => apply(made, entered))
                .catch((error: unknown) => {
                  // Whether it is gone shows when the call is repeated.
                  if (error instanceof Failure && error.mayHaveHappened) removed({ unanswered: true });
                  throw error;
                });
              if (definition.effect === 'create' && isInEnvironment(entered)) {
                entered.removals.forget(entered.place.environmentId, Object.values(named).filter(isText));
              }
              removed({});
              const bound = { ctx: entered, show, say };
              return {
                result: show(result),
                ...(follow ? { follow: guarded(followed(follow, result, bound), given) } : {}),
              };
            },
          };
        },
      };
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

interface WriteArguments {
  planId: string | undefined;
  dryRun: boolean | undefined;
  wait: boolean | undefined;
  timeoutSeconds: number | undefined;
}

/** The arguments of a read, apart: those that say where, and the tool's own. */
function readArguments<Input extends Shape>(
  parsed: object,
): { place: Omit<GivenPlace, 'links'>; own: Arguments<Input> } {
  // The schema was made of the own arguments and of these.
  const { organization, environment, ...own } = parsed as PlaceArguments & Arguments<Input>;
  return { place: { organization, environment }, own: own as unknown as Arguments<Input> };
}

/** The arguments of a write, apart: also those that every write takes. */
function writeArguments<Input extends Shape>(
  parsed: object,
): { place: Omit<GivenPlace, 'links'>; writing: WriteArguments; own: Arguments<Input> } {
  const { place, own: rest } = readArguments<Input>(parsed);
  // As above.
  const { dryRun, wait, timeoutSeconds, planId, ...own } = rest as WriteArguments & Arguments<Input>;
  return {
    place,
    writing: { dryRun, planId, wait, timeoutSeconds },
    own: own as unknown as Arguments<Input>,
  };
}

/** What a call returns; if it names something unknown, the failure says where that is. */
function explained<T>(outcome: Promise<T>, ctx: ToolContext): Promise<T> {
  return isInEnvironment(ctx) ? explainUnknown(outcome, (failure) => ctx.whereabouts.explain(failure, ctx)) : outcome;
}

/** A context that remembers the secrets of this call and masks them in its progress. */
function withGiven(outer: ToolContext, naming: Naming): { given: GivenSecrets; ctx: ToolContext } {
  const given = new GivenSecrets(outer.secrets);
  const progress: ToolContext['progress'] = (message, elapsedMs) => outer.progress(given.redact(message), elapsedMs);
  return { given, ctx: { ...outer, naming, secrets: given, progress } };
}

/**
 * A result without the secrets that its call was given. If a secret equals a word of the result's own schema, such as a state, the structured form stays unmasked: the word reveals nothing, and masking would make the result invalid.
 */
function masked(result: ToolResult, { output }: { output: z.ZodObject }, given: GivenSecrets): ToolResult {
  const { revealed = [] } = result;
  const { structured, presentation } = given.redactAll(result, revealed);
  // Stryker disable next-line ConditionalExpression: what was not masked is the same, whether it is checked or not.
  const isValid = structured === result.structured || output.safeParse(structured).success;
  return { structured: isValid ? structured : result.structured, presentation, revealed };
}

function revealedIn<Output>(
  result: Output,
  reveals: ((result: Output) => readonly (string | undefined)[]) | undefined,
): Pick<ToolResult, 'revealed'> {
  return { revealed: reveals?.(result).filter((value) => value !== undefined) ?? [] };
}

/** The observations of ongoing work, without the secrets that its call was given. */
function guarded(follow: Followed, given: GivenSecrets): Followed {
  return {
    ...follow,
    async observe() {
      const { value, ...seen } = await given.guard(() => follow.observe());
      return { ...given.redactAll(seen), value };
    },
  };
}

function toolResult<O extends Record<string, unknown>>(
  result: O,
  present: (result: O) => Said,
  say: (said: Advice) => string,
): ToolResult {
  const { headline, data } = present(result);
  return { structured: result, presentation: { headline: say(headline), data } };
}
