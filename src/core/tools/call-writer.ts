import { type Advice, type Call, partsOf } from '../../platform/advice.ts';
import type { CallWriter, PlaceArguments, ToolCall } from './calls.ts';
import type { Tool } from './tool.ts';

/** The tools of a server by what they do. */
export interface ToolsByOperation {
  /** The tool that carries out an operation. @throws Error for an operation without a tool: a mistake of ours */
  toolOf(operation: string): Tool;
  isDisabled(tool: Tool): boolean;
}

/** Writes calls for one answer, and records which disabled tools the answer names. */
export class AnswerCallWriter implements CallWriter {
  readonly #tools: ToolsByOperation;
  /** Disabled tools that were named, in the order of their first mention. */
  readonly disabled = new Set<Tool>();

  constructor(tools: ToolsByOperation) {
    this.#tools = tools;
  }

  toolCall(call: Call, place: PlaceArguments): ToolCall {
    const tool = this.#named(call);
    return {
      tool: tool.name,
      arguments: { ...call.arguments, ...placeOf(tool, place) },
      ...(this.#tools.isDisabled(tool) ? { disabled: true as const } : {}),
    };
  }

  text(said: Advice, place: PlaceArguments): string {
    return partsOf(said)
      .map((part) => (typeof part === 'string' ? part : this.#callText(part, place)))
      .join('');
  }

  #callText(call: Call, place: PlaceArguments): string {
    if (call.arguments === undefined) return this.#named(call).name;
    const { tool, arguments: args } = this.toolCall(call, place);
    const json = JSON.stringify(args);
    return json === '{}' ? tool : `${tool} ${json}`;
  }

  #named({ operation }: Call): Tool {
    const tool = this.#tools.toolOf(operation);
    if (this.#tools.isDisabled(tool)) this.disabled.add(tool);
    return tool;
  }
}

/** The part of a place that a tool takes. */
function placeOf({ scope }: Tool, { organization, environment }: PlaceArguments): PlaceArguments {
  if (scope === 'account') return {};
  return {
    ...(organization === undefined ? {} : { organization }),
    ...(environment === undefined || scope === 'organization' ? {} : { environment }),
  };
}
