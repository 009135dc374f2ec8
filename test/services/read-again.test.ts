import { describe, expect, it } from 'vitest';
import { seedIds, seedTargets } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';

/** Writes whose work goes on after the call, so that their caller may read it again. */
const followed = allTools.filter(
  ({ effect, input, example }) => effect !== 'read' && 'wait' in input.shape && example.first === undefined,
);

/** The call in an answer, taken as it stands there. */
function callIn(text: string): [tool: string, args: Record<string, unknown>] {
  const [, tool, args = '{}'] = /Read it again with (\w+)(?: (\{.*\}))?\.$/m.exec(text) ?? [];
  if (tool === undefined) throw new Error(`No call to read it again with: ${text}`);
  return [tool, JSON.parse(args)];
}

/** What a reference names; ids of applications may stand behind the service that runs them. */
const idIn = (reference: unknown): string => String(reference).split(':').at(-1) ?? '';

describe('the call that reads again what a write has begun', () => {
  it.each(followed)('by $name can be copied as it stands, from any default environment', async (tool) => {
    const { name, effect, example } = tool;
    const harness = await startHarness({ env: { ANYPOINT_ENVIRONMENT: 'Production' } });
    const { text } = await harness.call(name, {
      ...example.arguments,
      environment: 'Sandbox',
      wait: false,
    });
    const [again, given] = callIn(text);
    expect(given).toMatchObject({ environment: 'Sandbox' });
    const { environment: _sandbox, ...references } = given;
    const read = JSON.stringify(await harness.ok(again, given));
    for (const reference of Object.values(references)) expect(read).toContain(idIn(reference));
    const named = Object.values(example.arguments).map((value) => read.includes(JSON.stringify(value)));
    if (effect === 'create') expect(named, 'It has to show what was created').toContain(true);
    if (effect !== 'delete') expect(references, 'It has to name what was changed').not.toEqual({});
    else if (again.startsWith('anypoint_list_')) expect(named, 'It must not show what was deleted').not.toContain(true);
  });
});

describe('the call that reads again what a call with few words has begun', async () => {
  const harness = await startHarness({ env: { ANYPOINT_ENVIRONMENT: 'Production' } });

  it('names what a link has named', async () => {
    const server = String(seedTargets.ordersApi1);
    const link = `https://anypoint.mulesoft.com/cloudhub/#/console/home/${seedIds.rootSandbox}/servers/${server}`;
    const { text } = await harness.call('anypoint_rename_server', { server: link, newName: 'linked', wait: false });
    const [again, given] = callIn(text);
    expect(given).toEqual({ server, organization: seedIds.root, environment: seedIds.rootSandbox });
    expect((await harness.ok(again, given))['server'].name).toBe('linked');
  });

  it('says nothing of the place where that is the default', async () => {
    const args = { gateway: 'storefront-gateway', desiredStatus: 'STOPPED', wait: false };
    const { text } = await harness.call('anypoint_set_gateway_desired_status', args);
    const [again, given] = callIn(text);
    expect(Object.keys(given)).toEqual(['gateway']);
    expect(await harness.ok(again, given)).toMatchObject({ desiredStatus: 'STOPPED' });
  });
});
