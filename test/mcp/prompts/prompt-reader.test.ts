import { expect, it } from 'vitest';
import { Desk } from '../../../src/mcp/prompts/prompt-reader.ts';
import { configurationFailure } from '../../../src/platform/errors.ts';
import { startHarness } from '../../support/harness.ts';

const { session } = await startHarness();
const { signal } = new AbortController();

it('reads nothing that is not offered, and nothing that is no plain reading', async () => {
  const desk = new Desk({ session: async () => session, offers: (tool) => !tool.includes('list'), signal });
  expect(await desk.read('anypoint_list_gateways', {})).toEqual({ tool: 'anypoint_list_gateways' });
  await expect(desk.read('anypoint_delete_gateway', { gateway: 'x' })).rejects.toThrow('nothing to read');
  await expect(desk.read('anypoint_get_server_registration', {})).rejects.toThrow('nothing to read');
});

it('takes note of a missing configuration, and passes on what is a bug', async () => {
  const failure = configurationFailure({ what: 'No credentials.', next: 'Set them.' });
  const desk = new Desk({ session: () => Promise.reject(failure), offers: () => true, signal });
  expect(await desk.read('anypoint_list_gateways', {})).toEqual({ tool: 'anypoint_list_gateways', failure });
  const broken = new Desk({ session: () => Promise.reject(new TypeError('bug')), offers: () => true, signal });
  await expect(broken.read('anypoint_list_gateways', {})).rejects.toThrow('bug');
});

it('does not wait for ever, and ends at once when the client cancels', async () => {
  const never = () => new Promise<typeof session>(() => undefined);
  const patient = new Desk({ session: never, offers: () => true, signal, patienceMs: 1 });
  const { failure } = await patient.read('anypoint_list_gateways', {});
  expect(failure).toMatchObject({ kind: 'platform', message: 'The platform has not answered within 0.001 s.' });
  const client = new AbortController();
  const reading = new Desk({ session: never, offers: () => true, signal: client.signal }).read(
    'anypoint_list_apis',
    {},
  );
  client.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
