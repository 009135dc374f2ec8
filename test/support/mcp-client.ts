import { Client as ModernClient } from '@modelcontextprotocol/client';
import { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ElicitRequestSchema, ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import type { EmulatorAccess } from '../../src/emulator/index.ts';
import { answerOf, type FormAnswer, type Person } from './person.ts';

/** The two protocol eras: hosts that open with `initialize`, and those of 2026-07-28. */
export const eras = ['2025-11-25', '2026-07-28'] as const;
export type Era = (typeof eras)[number];

/** A client of either era, as tests use it. */
export interface TestClient {
  listTools(): Promise<{ name: string; outputSchema?: unknown; [key: string]: unknown }[]>;
  callTool(name: string, args?: Record<string, unknown>, options?: CallOptions): Promise<ToolAnswer>;
  listResourceTemplates(): Promise<{ uriTemplate: string; name: string }[]>;
  readResource(uri: string): Promise<{ uri: string; mimeType?: string | undefined; text: string }>;
  /** The resources as listed, with everything that is said of them. */
  listResources(): Promise<ListedResource[]>;
  /**
   * Subscribes in the way of the era: one `resources/subscribe` each, or one `subscriptions/listen` for all; `uris` are
   * those that the server took.
   */
  subscribe(...uris: string[]): Promise<{ uris: readonly string[]; end(): Promise<void> }>;
  /** Every `notifications/resources/updated` so far, by address; a 2026-07-28 client gets one for each listen. */
  updates: string[];
  listPrompts(): Promise<ListedPrompt[]>;
  /** The text of the one message of a prompt. */
  getPrompt(name: string, args?: Record<string, string>): Promise<string>;
  /** Completes an argument of a prompt, or a variable of a resource template where `ref` is an address. */
  complete(ref: string, name: string, value: string, given?: Record<string, string>): Promise<Completed>;
  /** Any request, for methods that the library has no name for. */
  request(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>>;
  capabilities(): object | undefined;
  instructions(): string | undefined;
  close(): Promise<void>;
}

export interface ListedPrompt {
  name: string;
  description?: string | undefined;
  arguments?: { name: string; description?: string | undefined; required?: boolean | undefined }[] | undefined;
}

export interface Completed {
  values: string[];
  total?: number | undefined;
  hasMore?: boolean | undefined;
}

export interface ListedResource {
  uri: string;
  name: string;
  title?: string | undefined;
  mimeType?: string | undefined;
  annotations?: { lastModified?: string | undefined } | undefined;
}

export interface CallOptions {
  onprogress?: (progress: { message?: string | undefined }) => void;
  signal?: AbortSignal;
}

export interface ToolAnswer {
  text: string;
  structured: Record<string, unknown> | undefined;
  isError: boolean;
}

/** Settings that point a server at an emulator. */
export function settingsFor(baseUrl: string, access: EmulatorAccess): Record<string, string> {
  return {
    ANYPOINT_BASE_URL: baseUrl,
    ANYPOINT_CLIENT_ID: access.clientId,
    ANYPOINT_CLIENT_SECRET: access.clientSecret,
    ANYPOINT_ENVIRONMENT: access.environmentName,
    ANYPOINT_LOG_LEVEL: 'silent',
  };
}

const clientInfo = { name: 'test', version: '1.0.0' };

/** A client that answers questions in a way of its own, whoever sits before it. */
export interface Answering {
  answer(params: unknown): Promise<FormAnswer>;
}

function answerFrom(asked: Person | Answering, params: unknown): FormAnswer | Promise<FormAnswer> {
  return typeof asked === 'function' ? answerOf(asked, params) : asked.answer(params);
}

/**
 * Connects a client that nobody here wrote: `@modelcontextprotocol/sdk` for the era of `initialize`,
 * `@modelcontextprotocol/client` pinned to 2026-07-28 for the other. Where there is a person, it can ask them.
 */
export function connectOver(wire: Transport, era: Era, person?: Person | Answering): Promise<TestClient> {
  return era === '2025-11-25' ? connectLegacy(wire, person) : connectModern(wire, person);
}

/** The SDK's own client of the skills extension, which checks every digest; only the newer library has it, for both eras. */
export async function connectSkillsOver(
  wire: Transport,
  era: Era,
): Promise<{ skills: SkillsClient; close(): Promise<void> }> {
  const mode = era === '2025-11-25' ? {} : { versionNegotiation: { mode: { pin: era } } };
  const client = new ModernClient(clientInfo, mode);
  await client.connect(wire);
  return { skills: new SkillsClient(client), close: () => client.close() };
}

async function connectLegacy(wire: Transport, person: Person | Answering | undefined): Promise<TestClient> {
  const client = new LegacyClient(clientInfo, person ? { capabilities: { elicitation: {} } } : {});
  const updates: string[] = [];
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
    updates.push(params.uri);
  });
  if (person) client.setRequestHandler(ElicitRequestSchema, async ({ params }) => answerFrom(person, params));
  await client.connect(wire);
  return {
    ...requestsOf(client),
    updates,
    request: (method, params = {}) => client.request({ method, params }, z.looseObject({})),
    callTool: async (name, args = {}, options = {}) =>
      toolAnswer(await client.callTool({ name, arguments: args }, undefined, requestOptions(options))),
    async subscribe(...uris) {
      for (const uri of uris) await client.subscribeResource({ uri });
      return {
        uris,
        async end() {
          for (const uri of uris) await client.unsubscribeResource({ uri });
        },
      };
    },
  };
}

async function connectModern(wire: Transport, person: Person | Answering | undefined): Promise<TestClient> {
  const client = new ModernClient(clientInfo, {
    versionNegotiation: { mode: { pin: '2026-07-28' } },
    ...(person ? { capabilities: { elicitation: { form: {} } } } : {}),
  });
  const updates: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    updates.push(params.uri);
  });
  if (person) client.setRequestHandler('elicitation/create', async ({ params }) => answerFrom(person, params));
  await client.connect(wire);
  if (client.getNegotiatedProtocolVersion() !== '2026-07-28') throw new Error('the server did not take 2026-07-28');
  return {
    ...requestsOf(client),
    updates,
    request: (method, params = {}) => client.request({ method, params }, z.looseObject({})),
    callTool: async (name, args = {}, options = {}) =>
      toolAnswer(await client.callTool({ name, arguments: args }, requestOptions(options))),
    async subscribe(...uris) {
      const listening = await client.listen({ resourceSubscriptions: uris });
      return { uris: listening.honoredFilter.resourceSubscriptions ?? [], end: () => listening.close() };
    },
  };
}

type Differing = 'callTool' | 'request' | 'subscribe' | 'updates';

/** What both libraries call alike. */
function requestsOf(client: LegacyClient | ModernClient): Omit<TestClient, Differing> {
  return {
    listTools: async () => (await client.listTools()).tools,
    listResources: async () => (await client.listResources()).resources,
    listResourceTemplates: async () => (await client.listResourceTemplates()).resourceTemplates,
    readResource: async (uri) => contentOf(await client.readResource({ uri })),
    listPrompts: async () => (await client.listPrompts()).prompts,
    getPrompt: async (name, args = {}) => promptText(await client.getPrompt({ name, arguments: args })),
    complete: async (...asked) => (await client.complete(completeParams(...asked))).completion,
    capabilities: () => client.getServerCapabilities(),
    instructions: () => client.getInstructions(),
    close: () => client.close(),
  };
}

function completeParams(ref: string, name: string, value: string, given: Record<string, string> = {}) {
  return {
    ref: ref.includes(':') ? { type: 'ref/resource' as const, uri: ref } : { type: 'ref/prompt' as const, name: ref },
    argument: { name, value },
    context: { arguments: given },
  };
}

function requestOptions({ onprogress, signal }: CallOptions): object {
  return { ...(onprogress ? { onprogress } : {}), ...(signal ? { signal } : {}), timeout: 25_000 };
}

/** Both libraries type results more widely than what a server of ours sends. */
function toolAnswer(result: object): ToolAnswer {
  const { content, structuredContent, isError } = result as {
    content: { type: string; text?: string }[];
    structuredContent?: Record<string, unknown>;
    isError?: boolean;
  };
  return {
    text: content.map(({ text = '' }) => text).join('\n'),
    structured: structuredContent,
    isError: isError ?? false,
  };
}

function promptText({ messages }: { messages: { content: object }[] }): string {
  // As above: every prompt of ours is one text.
  return messages.map(({ content }) => (content as { text: string }).text).join('\n');
}

function contentOf({ contents }: { contents: object[] }): { uri: string; mimeType?: string; text: string } {
  // As above: every resource of ours is one JSON text.
  return contents[0] as { uri: string; mimeType?: string; text: string };
}
