import * as z from 'zod';
import type { Advice } from '../../platform/advice.ts';
import type { OperationName, Shape } from '../operations.ts';
import { followLinks } from '../place/console-links.ts';
import {
  type EnteredPlaces,
  enterPlace,
  enterPlaces,
  type GivenPlace,
  isAboutMany,
  placeParams,
} from './call-place.ts';
import { explained, masked, revealedIn, toolResult, withGiven } from './call-result.ts';
import type { ContextOf, ScopeKind, ToolContext } from './context.ts';
import type { Tool } from './tool.ts';
import { type Arguments, type Definition, readArguments } from './tool-definition.ts';

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
