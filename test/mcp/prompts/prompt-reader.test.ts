import { expect, it } from 'vitest';
import { PromptReader } from '../../../src/mcp/prompts/prompt-reader.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { configurationFailure } from '../../../src/platform/errors.ts';
import { startHarness } from '../../support/harness.ts';
import { toolOf, toolsWithout } from '../../support/tools.ts';

const { session } = await startHarness();
const { signal } = new AbortController();

it('reads nothing that is not offered, and makes no call that writes or reveals a secret', async () => {
  const reader = new PromptReader({
    session: async () => session,
    tools: toolsWithout(({ lists }) => lists !== undefined),
    signal,
  });
  expect(await reader.read('gateway.list', {})).toEqual({ tool: toolOf('gateway.list') });
  await expect(reader.read('gateway.delete', { gateway: 'x' })).rejects.toThrow(
    'anypoint_delete_gateway is not a read',
  );
  await expect(reader.read('server.getRegistration', {})).rejects.toThrow(
    'anypoint_get_server_registration is not a read',
  );
});

it('takes note of a missing configuration, and passes on what is a bug', async () => {
  const failure = configurationFailure({ what: 'No credentials.', next: 'Set them.' });
  const reader = new PromptReader({ session: () => Promise.reject(failure), tools: new OfferedTools(), signal });
  expect(await reader.read('gateway.list', {})).toEqual({ tool: toolOf('gateway.list'), failure });
  const broken = new PromptReader({
    session: () => Promise.reject(new TypeError('bug')),
    tools: new OfferedTools(),
    signal,
  });
  await expect(broken.read('gateway.list', {})).rejects.toThrow('bug');
});

it('does not wait for ever, and ends at once when the client cancels', async () => {
  const never = () => new Promise<typeof session>(() => undefined);
  const patient = new PromptReader({ session: never, tools: new OfferedTools(), signal, maxWaitMs: 1 });
  const { failure } = await patient.read('gateway.list', {});
  expect(failure).toMatchObject({ kind: 'platform', message: 'The platform did not answer within 0.001 s.' });
  const client = new AbortController();
  const reading = new PromptReader({ session: never, tools: new OfferedTools(), signal: client.signal }).read(
    'api.list',
    {},
  );
  client.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
