import * as z from 'zod';
import { GivenSecrets } from '../../platform/given-secrets.ts';
import { type ConsoleLink, followLinks } from '../place/console-links.ts';
import type { Place } from '../place/place.ts';
import type { Change, Plan } from '../plan/plan.ts';
import type { ContextOf, EnvironmentContext, ScopeKind, ToolContext } from './context.ts';
import { type Follow, type Followed, followed, placeArguments } from './follow.ts';
import * as params from './params.ts';
import type { Toolset } from './toolsets.ts';

/** What a call does to the platform; hints, read-only mode and approvals follow from it. */
export type Effect = 'read' | 'create' | 'update' | 'delete';

/** A result for people: one line of our own words, and what the platform said, which is fenced as data. */
export interface Presentation {
  headline: string;
  data?: string;
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Arguments<Input extends Shape> = z.output<z.ZodObject<Input>>;

interface Definition<Input extends Shape, Output extends z.ZodObject, Kind extends ScopeKind> {
  /** `anypoint_<verb>_<noun>`, at most 40 characters. */
  name: `anypoint_${string}`;
  /** For people, in a tool picker. */
  title: string;
  toolset: Toolset;
  /** What it does, when to use it, what comes back, what it changes or costs; at most about 400 characters. */
  description: string;
  /** Decides whether the tool takes `organization` and `environment`, and resolves them. */
  scope: Kind;
  /** The tool's own arguments, each described; shared ones come from params.ts. */
  input: Input;
  output: Output;
  /** The result is a secret that the caller asked for, so it is not masked. */
  revealsSecrets?: boolean;
  /** Says the result in words that are complete without the structured form. */
  present(result: z.output<Output>): Presentation;
}

/** A tool that changes nothing. */
export interface ReadDefinition<Input extends Shape, Output extends z.ZodObject, Kind extends ScopeKind>
  extends Definition<Input, Output, Kind> {
  effect: 'read';
  run(args: Arguments<Input>, ctx: ContextOf<Kind>): Promise<z.output<Output>>;
}

/** A tool that changes the platform: planned first, applied from the plan alone. */
export interface WriteDefinition<Input extends Shape, Output extends z.ZodObject, Kind extends ScopeKind, Intent>
  extends Definition<Input, Output, Kind> {
  effect: Exclude<Effect, 'read'>;
  /** The creation is billed or opens something to the network: hosts then ask before they call it. */
  billedOrExposed?: boolean;
  /** Resolves names, checks preconditions, reads the current state. Changes nothing. */
  plan(args: Arguments<Input>, ctx: ContextOf<Kind>): Promise<Plan<Intent>>;
  /** Does what the plan says, and nothing else. */
  apply(plan: Plan<Intent>, ctx: ContextOf<Kind>): Promise<z.output<Output>>;
  /** For work that goes on after `apply`, which then only begins it. The tool takes `wait` and `timeoutSeconds`. */
  follow?: Follow<z.output<Output>, ContextOf<Kind>>;
}

/** Arguments that fit a tool, ready to be carried out. */
export type AcceptedCall = AcceptedRead | AcceptedWrite;

export interface AcceptedRead {
  effect: 'read';
  run(ctx: ToolContext): Promise<ToolResult>;
}

export interface AcceptedWrite {
  effect: Exclude<Effect, 'read'>;
  dryRun: boolean;
  wait: boolean;
  /** Its work goes on after it was accepted. */
  follows: boolean;
  /** Undefined: as the settings say, s. */
  timeoutSeconds: number | undefined;
  plan(ctx: ToolContext): Promise<PlannedWrite>;
}

/** A plan bound to the way to apply it. */
export interface PlannedWrite {
  plan: Plan<unknown>;
  apply(): Promise<AppliedWrite>;
}

export interface AppliedWrite {
  result: ToolResult;
  follow?: Followed;
}

/** A tool's own result in both forms. */
export interface ToolResult {
  structured: Record<string, unknown>;
  presentation: Presentation;
}

/** A tool as the rest of the project sees it: data, and one way to call it. */
export interface Tool {
  name: `anypoint_${string}`;
  title: string;
  toolset: Toolset;
  description: string;
  effect: Effect;
  scope: ScopeKind;
  billedOrExposed: boolean;
  revealsSecrets: boolean;
  /** Strict, with the arguments that scope and effect add. */
  input: z.ZodObject;
  /** What `structuredContent` satisfies. */
  output: z.ZodObject;
  /** Checks arguments. @throws z.ZodError */
  accept(args: unknown): AcceptedCall;
}

/** Defines a tool that only reads. */
export function defineReadTool<Input extends Shape, Output extends z.ZodObject, Kind extends ScopeKind>(
  definition: ReadDefinition<Input, Output, Kind>,
): Tool {
  const { run, present, input: own, revealsSecrets, ...facts } = definition;
  const input = z.strictObject({ ...own, ...scopeParams(definition.scope) });
  return {
    ...facts,
    billedOrExposed: false,
    revealsSecrets: revealsSecrets ?? false,
    input,
    accept(args) {
      const accepted = input.parse(args);
      return {
        effect: 'read',
        async run(outer) {
          const { given, ctx } = withGiven(outer);
          // `input` is made of `own` plus the scope's arguments, so the rest of what it accepts is Arguments<Input>.
          const { organization, environment, ...rest } = accepted as ScopeArguments & Arguments<Input>;
          const { args: named, links } = followLinks(rest, ctx.platform.client.baseUrl);
          return await given.guard(async () => {
            const scoped = await enterScope(definition.scope, { organization, environment, links }, ctx);
            const result = resultOf(await run(named as Arguments<Input>, scoped), present);
            given.accept();
            return masked(result, facts, given);
          });
        },
      };
    },
  };
}

/** Defines a tool that writes. Without `plan` it does not compile. */
export function defineWriteTool<Input extends Shape, Output extends z.ZodObject, Kind extends ScopeKind, Intent>(
  definition: WriteDefinition<Input, Output, Kind, Intent>,
): Tool {
  const { plan, apply, follow, present, input: own, output, billedOrExposed, revealsSecrets, ...facts } = definition;
  const waitParams = follow ? { wait: params.wait, timeoutSeconds: params.timeoutSeconds } : {};
  const input = z.strictObject({ ...own, ...scopeParams(definition.scope), dryRun: params.dryRun, ...waitParams });
  return {
    ...facts,
    billedOrExposed: billedOrExposed ?? false,
    revealsSecrets: revealsSecrets ?? false,
    input,
    output: writeOutput(output),
    accept(args) {
      // As above: own arguments plus those that scope and effect add.
      const accepted = input.parse(args) as ScopeArguments & WriteArguments & Arguments<Input>;
      const { organization, environment, dryRun, wait, timeoutSeconds, ...rest } = accepted;
      return {
        effect: definition.effect,
        dryRun: dryRun ?? false,
        wait: wait ?? true,
        follows: follow !== undefined,
        timeoutSeconds,
        async plan(outer) {
          const { given, ctx } = withGiven(outer);
          const { args: named, links } = followLinks(rest, ctx.platform.client.baseUrl);
          const { made, scoped } = await given.guard(async () => {
            const entered = await enterScope(definition.scope, { organization, environment, links }, ctx);
            return { made: await plan(named as Arguments<Input>, entered), scoped: entered };
          });
          given.accept();
          const place = placeArguments({ organization, environment }, links.length > 0, scoped);
          const show = (result: z.output<Output>): ToolResult =>
            masked(resultOf(result, present), { output, revealsSecrets }, given);
          return {
            plan: { ...made, ...given.redactAll(planFacts(made)) },
            async apply() {
              const result = await given.guard(() => apply(made, scoped));
              return {
                result: show(result),
                ...(follow ? { follow: guarded(followed(follow, result, scoped, place, show), given) } : {}),
              };
            },
          };
        },
      };
    },
  };
}

interface ScopeArguments {
  organization?: string;
  environment?: string;
}

/** What tells the scope of a call: its arguments, and links in other arguments. */
interface ScopeReference {
  organization: string | undefined;
  environment: string | undefined;
  links: readonly ConsoleLink[];
}

interface WriteArguments {
  dryRun?: boolean;
  wait?: boolean;
  timeoutSeconds?: number;
}

function scopeParams(kind: ScopeKind): Record<string, z.ZodType> {
  if (kind === 'account') return {};
  if (kind === 'organization') return { organization: params.organization };
  return { organization: params.organization, environment: params.environment };
}

async function enterScope<Kind extends ScopeKind>(
  kind: Kind,
  { organization, environment, links }: ScopeReference,
  ctx: ToolContext,
): Promise<ContextOf<Kind>> {
  const entered =
    kind === 'environment'
      ? inEnvironment(await ctx.directory.place(organization, environment, links), ctx)
      : kind === 'organization'
        ? { ...ctx, organization: await ctx.directory.organization(organization, links) }
        : ctx;
  // The branches above give each kind its own member; the compiler cannot follow that through a type parameter.
  return entered as ContextOf<Kind>;
}

function inEnvironment(place: Place, ctx: ToolContext): EnvironmentContext {
  return { ...ctx, place, organization: { id: place.organizationId, name: place.organizationName } };
}

/** A call with a memory of its own for the secrets that it is given, which what it tells of its progress has not either. */
function withGiven(outer: ToolContext): { given: GivenSecrets; ctx: ToolContext } {
  const given = new GivenSecrets(outer.secrets);
  const progress: ToolContext['progress'] = (message, elapsedMs) => outer.progress(given.redact(message), elapsedMs);
  return { given, ctx: { ...outer, secrets: given, progress } };
}

/**
 * A result without the secrets that its call was given. Where one of them is a word that the schema of the result itself
 * has, such as a state, the structured form stays as it is: that word tells nothing, and nobody could read the result.
 */
function masked(
  result: ToolResult,
  { output, revealsSecrets }: { output: z.ZodObject; revealsSecrets?: boolean | undefined },
  given: GivenSecrets,
): ToolResult {
  if (revealsSecrets) return result;
  const { structured, presentation } = given.redactAll(result);
  const fits = structured === result.structured || output.safeParse(structured).success;
  return { structured: fits ? structured : result.structured, presentation };
}

/** What is seen of work that goes on, without the secrets that its call was given. */
function guarded(follow: Followed, given: GivenSecrets): Followed {
  return {
    ...follow,
    async observe() {
      const { value, ...seen } = await given.guard(() => follow.observe());
      return { ...given.redactAll(seen), value };
    },
  };
}

function resultOf<O extends Record<string, unknown>>(result: O, present: (result: O) => Presentation): ToolResult {
  return { structured: result, presentation: present(result) };
}

/** How a write ended. */
export const writeOutcomes = ['planned', 'no_change', 'done', 'in_progress', 'failed'] as const;
export type WriteOutcome = (typeof writeOutcomes)[number];

const changeSchema = z.object({ setting: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });

/** Every write answers alike: how it ended, the plan, and its own result once something was done. */
function writeOutput(result: z.ZodObject): z.ZodObject {
  return z.object({
    outcome: z.enum(writeOutcomes),
    plan: z.object({
      summary: z.string(),
      steps: z.array(z.object({ action: z.string(), changes: z.array(changeSchema) })),
      warnings: z.array(z.string()),
    }),
    /** What waiting has seen: the state, the platform's reason, how to go on. */
    note: z.string().optional(),
    result: result.optional(),
  });
}

/** A plan as results carry it: everything but the intent. */
export function planFacts(plan: Plan<unknown>): {
  summary: string;
  steps: { action: string; changes: Change[] }[];
  warnings: string[];
} {
  const { summary, steps, warnings } = plan;
  return { summary, steps, warnings };
}
