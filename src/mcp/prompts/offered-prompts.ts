import { type GetPromptResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { nearest } from '../../core/text/nearest.ts';
import type { Secrets } from '../../platform/secrets.ts';
import type { Prompt, ToolName } from './define.ts';
import { pageText } from './page.ts';
import { Desk, type DeskSession } from './prompt-reader.ts';
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
  readonly #session: () => Promise<DeskSession>;
  readonly #secrets: Pick<Secrets, 'redact'>;
  readonly #offers: (tool: ToolName) => boolean;
  readonly #prompts: readonly Prompt[];

  constructor(options: {
    session: () => Promise<DeskSession>;
    secrets: Pick<Secrets, 'redact'>;
    offers: (tool: ToolName) => boolean;
  }) {
    const { session, secrets, offers } = options;
    this.#session = session;
    this.#secrets = secrets;
    this.#offers = offers;
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
      const missing = [...(hidden.needs ?? []), ...(hidden.needsOneOf ?? [])].filter((tool) => !this.#offers(tool));
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `The prompt ${name} is not offered: the operator has switched off what it needs, ${missing.join(', ')}.`,
      );
    }
    const near = nearest(
      name,
      this.#prompts.map((prompt) => ({ id: prompt.name, name: prompt.name })),
    );
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `There is no prompt ${JSON.stringify(name)}. Nearest: ${near.map((one) => one.name).join(', ')}.`,
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
    const desk = new Desk({ session: this.#session, offers: this.#offers, signal });
    const page = await prompt.render(Object.fromEntries(given), desk);
    const text = this.#secrets.redact(pageText(page, this.#offers));
    return { description: prompt.title, messages: [{ role: 'user', content: { type: 'text', text } }] };
  }
}

/** Says which arguments a prompt takes. */
export function unknownArgument({ name, arguments: described }: Prompt, unknown: readonly string[]): ProtocolError {
  const known = described.map((argument) => argument.name);
  const given = unknown.map((one) => JSON.stringify(one)).join(', ');
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `The prompt ${name} has no argument ${given}. It takes ${known.join(', ')}.`,
  );
}
