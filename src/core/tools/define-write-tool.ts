import * as z from 'zod';
import { Failure } from '../../platform/errors.ts';
import type { GivenSecrets } from '../../platform/masking/given-secrets.ts';
import type { OperationName, Shape } from '../operations.ts';
import { followLinks } from '../place/console-links.ts';
import type { Plan, StepKind } from '../plan/plan.ts';
import type { Removed } from '../removals.ts';
import { alreadyGone, requireSameThing, unlessGone } from './already-gone.ts';
import { enterPlace, type GivenPlace, placeParams } from './call-place.ts';
import { explained, masked, revealedIn, toolResult, withGiven } from './call-result.ts';
import { type ContextOf, isInEnvironment, type ScopeKind } from './context.ts';
import { type Follow, type Followed, followed } from './follow.ts';
import * as params from './params.ts';
import { groundOf, plain } from './plan-basis.ts';
import type { ToolResult } from './result.ts';
import type { Tool, WriteEffect } from './tool.ts';
import { type Arguments, type Definition, readArguments } from './tool-definition.ts';
import { planFacts, undoToKeep, writeOutput } from './write-output.ts';

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
