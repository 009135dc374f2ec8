import type { Organization, Place } from '../place/place.ts';
import { type Parts, TwoParts } from '../waiting/two-phase-operation.ts';
import type { Observation } from '../waiting/wait.ts';
import type { ToolContext } from './context.ts';
import type { ToolResult } from './define-tool.ts';

/** A call of a tool: its name and its arguments, without those that say where. */
export type ToolCall = readonly [tool: `anypoint_${string}`, args: Readonly<Record<string, unknown>>];

/**
 * How the work of a write goes on after `apply`, which only begins it. Everything that takes long is waited for by one
 * waiter, that of the pipeline: it holds the limit of the call, cancels, and tells of progress. So nothing else waits,
 * neither in `apply` nor here, and where a second part of the work has to be begun after the first, a look does that.
 */
export interface Follow<Output, Context> {
  /** Looks at the work, or where it has two parts, at the second. */
  observe(result: Output, ctx: Context): Promise<Observation<Output>>;
  /** The call that reads the state again, for a result that is still going on. */
  readAgain(result: Output): ToolCall;
  /** For work whose second part this call has to begin; `text` writes a call so that it can be copied. */
  parts?(result: Output, ctx: Context, text: (call: ToolCall) => string): Parts<Output> | undefined;
}

/** Work that goes on, as the pipeline sees it. */
export interface Followed {
  observe(): Promise<Observation<ToolResult>>;
  /** The call that reads the state again, ready to be copied. */
  readAgain: string;
  /** Where the call has to begin a second part. */
  parts?: Pick<TwoParts<unknown>, 'isOpen' | 'end' | 'finish'>;
}

/** Arguments that say where a call acts. */
export type PlaceArguments = Readonly<Record<'organization' | 'environment', string | undefined>>;

/** Binds the following of a write to what `apply` has returned. */
export function followed<Output, Context>(
  follow: Follow<Output, Context>,
  result: Output,
  ctx: Context,
  place: PlaceArguments,
  show: (result: Output) => ToolResult,
): Followed {
  const text = (call: ToolCall): string => callText(call, place);
  const parts = follow.parts?.(result, ctx, text);
  const two = parts && new TwoParts(parts, () => follow.observe(result, ctx));
  return {
    readAgain: text(follow.readAgain(result)),
    ...(two ? { parts: two } : {}),
    async observe() {
      const { value, ...seen } = await (two ? two.observe() : follow.observe(result, ctx));
      return { ...seen, value: show(value) };
    },
  };
}

/**
 * How another call names the place of this one: as this one did, which is nothing where it is the default; where a link
 * in another argument has named it, by its ids.
 */
export function placeArguments(
  given: PlaceArguments,
  hasLinks: boolean,
  place: ToolContext & { place?: Place; organization?: Pick<Organization, 'id' | 'name'> },
): PlaceArguments {
  if (!hasLinks) return given;
  return {
    organization: given.organization ?? place.place?.organizationId ?? place.organization?.id,
    environment: given.environment ?? place.place?.environmentId,
  };
}

/** A call as it can be copied: `tool {arguments as JSON}`. */
function callText([tool, args]: ToolCall, place: PlaceArguments): string {
  const json = JSON.stringify({ ...args, ...place });
  return json === '{}' ? tool : `${tool} ${json}`;
}
