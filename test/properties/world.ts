import { Secrets } from '../../src/anypoint/secrets.ts';
import { loadConfiguration } from '../../src/config/load.ts';
import { type Emulator, type Store, seedApis, startEmulator } from '../../src/emulator/index.ts';
import { findTool } from '../../src/server/offered-tools.ts';
import { Pipeline } from '../../src/server/pipeline.ts';
import { createSession } from '../../src/server/session.ts';
import { drivenClock } from '../support/harness.ts';

/** How a call ended, as far as the caller is told. */
export type Told = 'done' | 'no change' | 'failed' | 'failed, may have happened';

/** A tool pipeline on an emulator of its own, over real HTTP, on a driven clock. */
export interface World {
  emulator: Emulator;
  /** Everything that anybody was shown: texts, structured results, log lines. */
  shown: string[];
  /** The calls so far and the requests of the last one, for the report of a failure. */
  story: string[];
  call(tool: string, args: Record<string, unknown>): Promise<{ told: Told; text: string }>;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const story: string[] = [];
  const emulator = await startEmulator({
    clock: 'driven',
    onRequest: ({ method, path, status }) => story.push(`    ${method} ${path} ${status || 'broken'}`),
  });
  const { access, baseUrl } = emulator;
  const { settings } = loadConfiguration([], {
    ANYPOINT_BASE_URL: baseUrl,
    ANYPOINT_CLIENT_ID: access.clientId,
    ANYPOINT_CLIENT_SECRET: access.clientSecret,
    ANYPOINT_ENVIRONMENT: access.environmentName,
  });
  const secrets = new Secrets();
  const shown: string[] = [];
  const clock = drivenClock((ms) => emulator.clock.advance(ms), emulator.clock.now());
  const session = createSession(settings, secrets, { clock });
  const pipeline = new Pipeline({
    session: async () => session,
    secrets,
    log: (level, message, facts) => shown.push(JSON.stringify({ level, message, ...facts })),
  });
  return {
    emulator,
    shown,
    story,
    async call(name, args) {
      story.push(`${name} ${JSON.stringify(args)}`);
      const tool = findTool(name, { readOnly: settings.readOnly, toolsets: settings.toolsets });
      if ('problem' in tool) throw new Error(tool.problem);
      const signal = new AbortController().signal;
      const { isError, text, structured } = await pipeline.call(tool, args, {
        signal,
        progress: (message) => shown.push(message),
      });
      shown.push(text, JSON.stringify(structured ?? null));
      const told = isError
        ? /may (or may not )?have happened/.test(text)
          ? 'failed, may have happened'
          : 'failed'
        : structured?.['outcome'] === 'no_change'
          ? 'no change'
          : 'done';
      return { told, text };
    },
    close: () => emulator.close(),
  };
}

/** What there is, without what changes by itself: one line each, the id last. */
export interface Things {
  servers: string[];
  clusters: string[];
  gateways: string[];
  configurations: string[];
  policies: string[];
}

/** What the platform really holds. Ids are those of before, or `new`. */
export function thingsOf(store: Store, known: ReadonlySet<string>): Things {
  const id = (value: string | number): string => (known.has(String(value)) ? String(value) : 'new');
  const server = (serverId: number): string => store.servers.get(serverId)?.name ?? `missing ${serverId}`;
  const api = store.apis.get(seedApis.inventory);
  return {
    servers: [...store.servers.values()].map((one) => `${one.name} ${one.id}`).sort(),
    clusters: [...store.clusters.values()]
      .map(
        ({ name, members, ...one }) =>
          `${name} [${members.map((member) => server(member.serverId)).sort()}] ${id(one.id)}`,
      )
      .sort(),
    gateways: [...store.managedGateways.values()]
      .map(
        ({ name, desiredStatus, configuration, ...one }) =>
          `${name} ${desiredStatus} ${configuration.properties.upstreamResponseTimeout} ${id(one.id)}`,
      )
      .sort(),
    configurations: [...store.managedGateways.values()]
      .map(({ name, configuration }) => `${name} ${configuration.logging?.level}`)
      .sort(),
    policies: (api?.policies ?? []).map((one) => `${one.assetId} ${id(one.id)}`).sort(),
  };
}

/** Every id there is. */
export function idsIn(store: Store): Set<string> {
  const policies = [...store.apis.values()].flatMap((api) => api.policies.map(({ id }) => String(id)));
  return new Set([...[...store.clusters.keys()].map(String), ...store.managedGateways.keys(), ...policies]);
}

/** Everything that nobody may be shown. */
export function secretsIn({ access, store }: Emulator): string[] {
  return [
    access.clientSecret,
    access.password,
    access.viewer.clientSecret,
    ...store.tokens.keys(),
    ...[...store.clients.values()].map(({ clientSecret }) => clientSecret),
    ...[...store.clientApplications.values()].map(({ clientSecret }) => clientSecret),
  ];
}
