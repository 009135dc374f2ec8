import { Client as ModernClient } from '@modelcontextprotocol/client';
import { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { StdioClientTransport as ModernTransport } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { inject } from 'vitest';
import * as z from 'zod';
import type { EmulatorAccess } from '../../src/emulator/index.ts';

/** What a test needs of a client, whichever library it is made of. */
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

/** The two protocol eras: hosts that open with `initialize`, and those of 2026-07-28. */
export const eras = ['2025-11-25', '2026-07-28'] as const;
export type Era = (typeof eras)[number];

/** Settings that point a spawned server at an emulator. */
export function settingsFor(baseUrl: string, access: EmulatorAccess): Record<string, string> {
  return {
    ANYPOINT_BASE_URL: baseUrl,
    ANYPOINT_CLIENT_ID: access.clientId,
    ANYPOINT_CLIENT_SECRET: access.clientSecret,
    ANYPOINT_ENVIRONMENT: access.environmentName,
    ANYPOINT_LOG_LEVEL: 'silent',
  };
}

/**
 * Spawns the bundled server and connects a client that nobody here wrote: `@modelcontextprotocol/sdk` for the era of
 * `initialize`, `@modelcontextprotocol/client` pinned to 2026-07-28 for the other.
 */
export function connect(era: Era, env: Record<string, string>, args: readonly string[] = []): Promise<TestClient> {
  const parameters = parametersOf(env, args);
  return era === '2025-11-25' ? connectLegacy(parameters) : connectModern(parameters);
}

/** As above, with the SDK's own client of the skills extension, which checks every digest; only the newer library has it. */
export async function connectSkills(
  era: Era,
  env: Record<string, string>,
): Promise<{ skills: SkillsClient; close(): Promise<void> }> {
  const mode = era === '2025-11-25' ? {} : { versionNegotiation: { mode: { pin: era } } };
  const client = new ModernClient({ name: 'test', version: '1.0.0' }, mode);
  await client.connect(new ModernTransport(parametersOf(env, [])));
  return { skills: new SkillsClient(client), close: () => client.close() };
}

function parametersOf(env: Record<string, string>, args: readonly string[]): Parameters {
  return {
    command: process.execPath,
    args: [inject('serverFile'), ...args],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stderr: 'ignore',
  };
}

type Parameters = { command: string; args: string[]; env: Record<string, string>; stderr: 'ignore' };

async function connectLegacy(parameters: Parameters): Promise<TestClient> {
  const client = new LegacyClient({ name: 'test', version: '1.0.0' });
  const updates: string[] = [];
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
    updates.push(params.uri);
  });
  await client.connect(new LegacyTransport(parameters));
  return {
    updates,
    async subscribe(...uris) {
      for (const uri of uris) await client.subscribeResource({ uri });
      return {
        uris,
        async end() {
          for (const uri of uris) await client.unsubscribeResource({ uri });
        },
      };
    },
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args = {}, options = {}) =>
      answerOf(await client.callTool({ name, arguments: args }, undefined, requestOptions(options))),
    listResources: async () => (await client.listResources()).resources,
    listResourceTemplates: async () => (await client.listResourceTemplates()).resourceTemplates,
    readResource: async (uri) => contentOf(await client.readResource({ uri })),
    listPrompts: async () => (await client.listPrompts()).prompts,
    getPrompt: async (name, args = {}) => promptText(await client.getPrompt({ name, arguments: args })),
    complete: async (...asked) => (await client.complete(completeParams(...asked))).completion,
    request: (method, params = {}) => client.request({ method, params }, anyResult),
    capabilities: () => client.getServerCapabilities(),
    instructions: () => client.getInstructions(),
    close: () => client.close(),
  };
}

async function connectModern(parameters: Parameters): Promise<TestClient> {
  const client = new ModernClient(
    { name: 'test', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  const updates: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    updates.push(params.uri);
  });
  await client.connect(new ModernTransport(parameters));
  if (client.getNegotiatedProtocolVersion() !== '2026-07-28') throw new Error('the server did not take 2026-07-28');
  return {
    updates,
    async subscribe(...uris) {
      const listening = await client.listen({ resourceSubscriptions: uris });
      return { uris: listening.honoredFilter.resourceSubscriptions ?? [], end: () => listening.close() };
    },
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args = {}, options = {}) =>
      answerOf(await client.callTool({ name, arguments: args }, requestOptions(options))),
    listResources: async () => (await client.listResources()).resources,
    listResourceTemplates: async () => (await client.listResourceTemplates()).resourceTemplates,
    readResource: async (uri) => contentOf(await client.readResource({ uri })),
    listPrompts: async () => (await client.listPrompts()).prompts,
    getPrompt: async (name, args = {}) => promptText(await client.getPrompt({ name, arguments: args })),
    complete: async (...asked) => (await client.complete(completeParams(...asked))).completion,
    request: (method, params = {}) => client.request({ method, params }, anyResult),
    capabilities: () => client.getServerCapabilities(),
    instructions: () => client.getInstructions(),
    close: () => client.close(),
  };
}

const anyResult = z.looseObject({});

function completeParams(ref: string, name: string, value: string, given: Record<string, string> = {}) {
  return {
    ref: ref.includes(':') ? { type: 'ref/resource' as const, uri: ref } : { type: 'ref/prompt' as const, name: ref },
    argument: { name, value },
    context: { arguments: given },
  };
}

function promptText({ messages }: { messages: { content: object }[] }): string {
  // As above: every prompt of ours is one text.
  return messages.map(({ content }) => (content as { text: string }).text).join('\n');
}

function requestOptions({ onprogress, signal }: CallOptions): object {
  return { ...(onprogress ? { onprogress } : {}), ...(signal ? { signal } : {}), timeout: 25_000 };
}

/** Both libraries type results more widely than what a server of ours sends. */
function answerOf(result: object): ToolAnswer {
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

function contentOf({ contents }: { contents: object[] }): { uri: string; mimeType?: string; text: string } {
  // As above: every resource of ours is one JSON text.
  return contents[0] as { uri: string; mimeType?: string; text: string };
}
