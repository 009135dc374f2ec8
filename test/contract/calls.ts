/// <reference types="vite/types/importMeta.d.ts" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { dataPlanePath, seedLogins } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';
import type { Exchange } from './exchange.ts';
import { Recorder } from './recorder.ts';
import { askLikeTheDoctor, provokeRefusals } from './refusals.ts';

/** A call of a tool. */
export interface ServiceCall {
  tool: string;
  args?: Record<string, unknown>;
  /** The call is expected to fail. */
  refused?: boolean;
}

/** Further calls, which each service has beside the tests of its tools. */
const callsOfServices = import.meta.glob<{ calls: readonly ServiceCall[] }>('../services/*/calls.ts', { eager: true });

/** The example of every tool that reads, or that writes. */
function examples(kind: 'read' | 'write'): ServiceCall[] {
  return allTools
    .filter(({ effect, example }) => (effect === 'read') === (kind === 'read') && example.first === undefined)
    .map(({ name, example }) => ({ tool: name, args: { ...example.arguments } }));
}

const { admin, delegate, viewer } = seedLogins;
const asUser = { ANYPOINT_USERNAME: admin.username, ANYPOINT_PASSWORD: admin.password };

function asApp({ clientId, clientSecret }: { clientId: string; clientSecret: string }): Record<string, string> {
  return { ANYPOINT_CLIENT_ID: clientId, ANYPOINT_CLIENT_SECRET: clientSecret };
}

/** What went over the wire, and calls with another result than expected. */
export interface Recording {
  exchanges: Exchange[];
  unexpected: string[];
}

/** Makes all calls, each series of them on a platform of its own, and returns what went over the wire. */
export async function recordEverything(): Promise<Recording> {
  const filesDir = mkdtempSync(join(tmpdir(), 'anypoint-mcp-contract-'));
  afterAll(() => rmSync(filesDir, { recursive: true }));
  writeFileSync(join(filesDir, 'orders.jar'), Buffer.from('PK\x03\x04 a JAR of the contract test', 'latin1'));

  const main = await startSeries({ ANYPOINT_FILES_DIR: filesDir });
  await main.make(Object.values(callsOfServices).flatMap(({ calls }) => calls));
  main.recorder.tool = '(the doctor)';
  await askLikeTheDoctor(main.harness);
  main.harness.emulator.revokeTokens();
  await main.make([{ tool: 'anypoint_list_servers' }]);

  const refused = await startSeries({});
  refused.recorder.tool = '(no tool)';
  refused.unexpected.push(...(await provokeRefusals(refused.harness)));

  const reading = await startSeries({});
  await reading.make(examples('read'));
  // A write may take away what the next one needs, so each has a platform of its own.
  const writing = await Promise.all(
    examples('write').map(async (call) => {
      const series = await startSeries({});
      await series.make([call]);
      return series;
    }),
  );

  const user = await startSeries({ ANYPOINT_CLIENT_ID: '', ANYPOINT_CLIENT_SECRET: '', ...asUser });
  await user.make([{ tool: 'anypoint_list_organizations' }]);
  const forUser = await startSeries({ ...asApp(delegate), ...asUser });
  await forUser.make([{ tool: 'anypoint_list_organizations' }, { tool: 'anypoint_get_token' }]);
  const wrongUser = await startSeries({
    ANYPOINT_CLIENT_ID: '',
    ANYPOINT_CLIENT_SECRET: '',
    ...asUser,
    ANYPOINT_PASSWORD: 'wrong',
  });
  await wrongUser.make([{ tool: 'anypoint_list_organizations', refused: true }]);
  const wrongApp = await startSeries({ ANYPOINT_CLIENT_SECRET: 'wrong' });
  await wrongApp.make([{ tool: 'anypoint_list_organizations', refused: true }]);
  const viewing = await startSeries(asApp(viewer));
  await viewing.make(forbiddenCalls);

  const patient = await startSeries({}, ['x-sync-publication']);
  await patient.make([{ tool: 'anypoint_create_api', args: { name: 'Slow API' } }]);

  const all = [main, refused, reading, ...writing, user, forUser, wrongUser, wrongApp, viewing, patient];
  return {
    exchanges: all.flatMap(({ recorder }) => recorder.exchanges).filter(({ path }) => !path.startsWith(dataPlanePath)),
    unexpected: all.flatMap(({ unexpected }) => unexpected),
  };
}

/** Calls that are refused to a client that may only read. */
const forbiddenCalls: readonly ServiceCall[] = [
  { tool: 'anypoint_rename_server', args: { server: 'mule-orders-1', newName: 'other' }, refused: true },
  { tool: 'anypoint_create_gateway', args: { name: 'mine' }, refused: true },
  { tool: 'anypoint_create_api', args: { name: 'Mine' }, refused: true },
  { tool: 'anypoint_remove_policy', args: { api: 'orders-sandbox', policy: 'rate-limiting' }, refused: true },
  {
    tool: 'anypoint_set_application_status',
    args: { application: 'data-cloud-integration', action: 'stop' },
    refused: true,
  },
  { tool: 'anypoint_set_application_status', args: { application: 'orders-app', action: 'stop' }, refused: true },
];

/** A platform for a series of calls by the client of `env`; `removedHeaders` do not reach it. */
async function startSeries(env: Record<string, string>, removedHeaders: readonly string[] = []) {
  const recorder = new Recorder(removedHeaders);
  const unexpected: string[] = [];
  const harness = await startHarness({ emulator: { intercept: recorder.intercept }, env });
  return {
    recorder,
    unexpected,
    harness,
    async make(calls: readonly ServiceCall[]): Promise<void> {
      for (const { tool, args, refused = false } of calls) {
        recorder.tool = tool;
        const { isError, text } = await harness.call(tool, args);
        if ((isError ?? false) !== refused) unexpected.push(`${tool} ${JSON.stringify(args)}: ${text}`);
      }
    },
  };
}
