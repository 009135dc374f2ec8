import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernTransport } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type Era, settingsFor } from '../support/clients.ts';

/** A question as the client shows it. */
export interface Question {
  message: string;
  /** Of the list to choose from. */
  label: string;
  titles: string[];
  ids: string[];
}

/** A person at a client: picks one of the titles, says no, closes the form, or types what nobody offered. */
export type Person = (question: Question) => string | 'decline' | 'cancel' | { typed: string };

/** Types a text where the client shows no list, or does not keep to it. */
export const types =
  (typed: string): Person =>
  () => ({ typed });

/** Picks the first title that fits; fails the test's call when there is none. */
export const picks =
  (pattern: RegExp): Person =>
  ({ titles }) =>
    titles.find((title) => pattern.test(title)) ?? `none of ${titles.join('; ')} is like ${pattern}`;

/** Answers one question after the other, each in its own way; whoever is asked more often closes the form. */
export function answersWith(...persons: Person[]): Person {
  const left = [...persons];
  return (question) => (left.shift() ?? (() => 'cancel'))(question);
}

/** A client whose user can be asked, at a platform of its own that names no default environment. */
export interface AskingDesk {
  emulator: Emulator;
  /** Every question of the last call. */
  asked: Question[];
  call(person: Person, tool: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }>;
}

/** Starts the platform, the server and the client of an era for the tests of a block, and stops them after it. */
export function askingDesk(era: Era): AskingDesk {
  let client: Pick<AskingClient, 'call' | 'close'>;
  let emulator: Emulator;
  let answering: Person = () => 'cancel';
  const desk: AskingDesk = {
    get emulator() {
      return emulator;
    },
    asked: [],
    call(person, tool, args) {
      desk.asked = [];
      answering = person;
      return client.call(tool, args);
    },
  };
  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'instant' });
    const { ANYPOINT_ENVIRONMENT: _unset, ...env } = settingsFor(emulator.baseUrl, emulator.access);
    client = await connectAsking(era, env, (question) => {
      desk.asked.push(question);
      return answering(question);
    });
  });
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });
  return desk;
}

interface AskingClient {
  call(name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }>;
  close(): Promise<void>;
}

async function connectAsking(era: Era, env: Record<string, string>, person: Person): Promise<AskingClient> {
  const parameters = {
    command: process.execPath,
    args: [inject('serverFile')],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stderr: 'ignore' as const,
  };
  const info = { name: 'asking', version: '1.0.0' };
  if (era === '2025-11-25') {
    const client = new LegacyClient(info, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => answerTo(params, person));
    await client.connect(new LegacyTransport(parameters));
    return {
      call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
      close: () => client.close(),
    };
  }
  const client = new ModernClient(info, {
    capabilities: { elicitation: { form: {} } },
    versionNegotiation: { mode: { pin: era } },
  });
  client.setRequestHandler('elicitation/create', async ({ params }) => answerTo(params, person));
  await client.connect(new ModernTransport(parameters));
  return {
    call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  };
}

interface Form {
  message: string;
  requestedSchema: { properties: { choice: { title: string; oneOf: { const: string; title: string }[] } } };
}

type FormAnswer = { action: 'accept'; content: { choice: string } } | { action: 'decline' | 'cancel' };

function answerTo(params: unknown, person: Person): FormAnswer {
  // The form is this server's own: one list called choice.
  const { message, requestedSchema } = params as Form;
  const { title: label, oneOf } = requestedSchema.properties.choice;
  const answer = person({
    ...{ message, label },
    titles: oneOf.map(({ title }) => title),
    ids: oneOf.map((option) => option.const),
  });
  if (typeof answer === 'object') return { action: 'accept', content: { choice: answer.typed } };
  const picked = oneOf.find(({ title }) => title === answer);
  if (picked !== undefined) return { action: 'accept', content: { choice: picked.const } };
  if (answer === 'decline' || answer === 'cancel') return { action: answer };
  throw new Error(answer);
}

function textOf(result: object): { text: string; isError: boolean } {
  // Both libraries type results more widely than what a server of ours sends.
  const { content, isError } = result as { content: { text?: string }[]; isError?: boolean };
  return { text: content.map(({ text = '' }) => text).join('\n'), isError: isError ?? false };
}
