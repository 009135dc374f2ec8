import type { Advice, Call } from '../../platform/advice.ts';

/** `anypoint_<verb>_<noun>`, at most 40 characters. */
export type ToolName = `anypoint_${string}`;

/** A complete call of a tool. */
export interface ToolCall {
  tool: ToolName;
  arguments: Record<string, unknown>;
  /** This server does not offer the tool. */
  disabled?: true;
}

/** Arguments that say where a call acts; undefined leaves it to the settings. */
export type PlaceArguments = Readonly<Partial<Record<'organization' | 'environment', string | undefined>>>;

/** Turns advice into what this server's callers can use. */
export interface CallWriter {
  /** The call behind an operation, in a place. */
  toolCall(call: Call, place: PlaceArguments): ToolCall;
  /** Advice as one text: words, names of tools, and calls as `tool {arguments as JSON}`, which can be copied as they are. */
  text(said: Advice, place: PlaceArguments): string;
}
