import { type GetPromptResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { OperationName } from '../../core/operations.ts';
import { closest, nearest } from '../../core/text/nearest.ts';
import { listed, quote } from '../../core/text/quote.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import { Outlet } from '../outlet.ts';
import type { Session } from '../session.ts';
import type { OfferedTools } from '../tools/offered-tools.ts';
import type { Prompt } from './define.ts';
import { pageText } from './page.ts';
import { PromptReader } from './prompt-reader.ts';
import { allPrompts } from './registry.ts';

/** A prompt as `prompts/list` shows it. */
export interface ListedPrompt {
  name: string;
  title: string;
  description: string;
  arguments: { name: string; description: string; required: false }[];
}

/** The prompts that make sense with the tools the operator offers. */
export class OfferedPrompts {
  readonly #session: () => Promise<Session>;
  readonly #outlet: Outlet;
  readonly #tools: OfferedTools;
  readonly #prompts: readonly Prompt[];

  constructor(options: {
    session: () => Promise<Session>;
    secrets: Secrets;
    tools: OfferedTools;
  }) {
    const { session, secrets, tools } = options;
    const offers = (operation: OperationName): boolean => tools.offers(operation);
    this.#session = session;
    this.#outlet = new Outlet(secrets);
    this.#tools = tools;
    this.#prompts = allPrompts.filter(
      ({ needs = [], needsOneOf }) => needs.every(offers) && (needsOneOf?.some(offers) ?? true),
    );
  }

  list(): ListedPrompt[] {
    return this.#prompts.map(({ name, title, description, arguments: described }) => ({
      name,
      title,
      description,
      arguments: described.map((argument) => ({ ...argument, required: false })),
    }));
  }

  /** @throws ProtocolError that lists the nearest names */
  find(name: string): Prompt {
    const found = this.#prompts.find((prompt) => prompt.name === name);
    if (found !== undefined) return found;
    const hidden = allPrompts.find((prompt) => prompt.name === name);
    if (hidden !== undefined) {
      const missing = [...(hidden.needs ?? []), ...(hidden.needsOneOf ?? [])].filter(
        (operation) => !this.#tools.offers(operation),
      );
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `The prompt ${name} is not offered: the operator has disabled tools that it needs, ${missing.map((operation) => this.#tools.toolOf(operation).name).join(', ')}. prompts/list returns those that are offered.`,
      );
    }
    const near = nearest(
      name,
      this.#prompts.map((prompt) => ({ id: prompt.name, name: prompt.name })),
    );
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `Unknown prompt ${quote(name)}. ${closest(near.map((one) => one.name)) ?? 'prompts/list returns the prompts of this server.'}`,
    );
  }

  /** A prompt with the state as it is now. Empty arguments count as not given. @throws ProtocolError, AbortError */
  async get(
    name: string,
    args: Readonly<Record<string, string>> = {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<GetPromptResult> {
    const prompt = this.find(name);
    const unknown = Object.keys(args).filter((key) => !prompt.arguments.some((argument) => argument.name === key));
    if (unknown.length > 0) throw unknownArgument(prompt, unknown);
    const given = Object.entries(args)
      .map(([key, value]) => [key, value.trim()] as const)
      .filter(([, value]) => value !== '');
    const reader = new PromptReader({ session: this.#session, tools: this.#tools, signal });
    const page = await prompt.render(Object.fromEntries(given), reader);
    const text = this.#outlet.lines(pageText(page, this.#tools));
    return { description: prompt.title, messages: [{ role: 'user', content: { type: 'text', text } }] };
  }
}

/** Says which arguments a prompt takes. */
export function unknownArgument({ name, arguments: described }: Prompt, unknown: readonly string[]): ProtocolError {
  const known = described.map((argument) => argument.name);
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `The prompt ${name} has no argument ${listed(unknown.map(quote), 'or')}. It takes ${known.join(', ')}.`,
  );
}
