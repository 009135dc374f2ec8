import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { dataPlanePath, seedLogins } from '../../src/emulator/index.ts';
import { tour } from '../protocol/calls.ts';
import { startHarness } from '../support/harness.ts';
import { apiCalls } from './calls-apis.ts';
import { askLikeTheDoctor, provokeRefusals } from './calls-direct.ts';
import { runtimeCalls } from './calls-runtime.ts';
import { type Exchange, Recorder } from './recorder.ts';

/** One call of a tool. */
export interface ContractCall {
  tool: string;
  args?: Record<string, unknown>;
  /** The call is expected to end in an error. */
  refused?: boolean;
}

const { admin, delegate, viewer } = seedLogins;
const asUser = { ANYPOINT_USERNAME: admin.username, ANYPOINT_PASSWORD: admin.password };

function asApp({ clientId, clientSecret }: { clientId: string; clientSecret: string }): Record<string, string> {
  return { ANYPOINT_CLIENT_ID: clientId, ANYPOINT_CLIENT_SECRET: clientSecret };
}

/** What went over the wire, and calls that did not end as they should have. */
export interface Recording {
  exchanges: Exchange[];
  surprises: string[];
}

/** Makes all calls there are, each series on a platform of its own, and returns what went over the wire. */
export async function recordEverything(): Promise<Recording> {
  const filesDir = mkdtempSync(join(tmpdir(), 'anypoint-mcp-contract-'));
  afterAll(() => rmSync(filesDir, { recursive: true }));
  writeFileSync(join(filesDir, 'orders.jar'), Buffer.from('PK\x03\x04 a JAR of the contract test', 'latin1'));

  const main = await series({ ANYPOINT_FILES_DIR: filesDir });
  await main.take([...runtimeCalls, ...apiCalls]);
  main.recorder.tool = '(the doctor)';
  await askLikeTheDoctor(main.harness);
  main.harness.emulator.revokeTokens();
  await main.take([{ tool: 'anypoint_list_servers' }]);

  const refused = await series({});
  refused.recorder.tool = '(no tool)';
  refused.surprises.push(...(await provokeRefusals(refused.harness)));

  const toured = await series({});
  await toured.take(tour);

  const user = await series({ ANYPOINT_CLIENT_ID: '', ANYPOINT_CLIENT_SECRET: '', ...asUser });
  await user.take([{ tool: 'anypoint_list_organizations' }]);
  const forUser = await series({ ...asApp(delegate), ...asUser });
  await forUser.take([{ tool: 'anypoint_list_organizations' }, { tool: 'anypoint_get_token' }]);
  const wrongUser = await series({
    ANYPOINT_CLIENT_ID: '',
    ANYPOINT_CLIENT_SECRET: '',
    ...asUser,
    ANYPOINT_PASSWORD: 'wrong',
  });
  await wrongUser.take([{ tool: 'anypoint_list_organizations', refused: true }]);
  const wrongApp = await series({ ANYPOINT_CLIENT_SECRET: 'wrong' });
  await wrongApp.take([{ tool: 'anypoint_list_organizations', refused: true }]);
  const looking = await series(asApp(viewer));
  await looking.take(forbiddenCalls);

  const patient = await series({}, ['x-sync-publication']);
  await patient.take([{ tool: 'anypoint_create_api', args: { name: 'Slow API' } }]);

  const all = [main, refused, toured, user, forUser, wrongUser, wrongApp, looking, patient];
  return {
    exchanges: all.flatMap(({ recorder }) => recorder.exchanges).filter(({ path }) => !path.startsWith(dataPlanePath)),
    surprises: all.flatMap(({ surprises }) => surprises),
  };
}

/** What somebody who may only look is refused. */
const forbiddenCalls: readonly ContractCall[] = [
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

async function series(env: Record<string, string>, withheld: readonly string[] = []) {
  const recorder = new Recorder(withheld);
  const surprises: string[] = [];
  const harness = await startHarness({ emulator: { intercept: recorder.intercept }, env });
  return {
    recorder,
    surprises,
    harness,
    async take(calls: readonly ContractCall[]): Promise<void> {
      for (const { tool, args, refused = false } of calls) {
        recorder.tool = tool;
        const { isError, text } = await harness.call(tool, args);
        if ((isError ?? false) !== refused) surprises.push(`${tool} ${JSON.stringify(args)}: ${text}`);
      }
    },
  };
}
