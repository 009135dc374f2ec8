import { describe, expect, it } from 'vitest';
import { seedApis, seedGateways, seedIds, seedTargets } from '../../../src/emulator/index.ts';
import { apiLink, console, inRuntimeManager, serverLink } from '../../support/console-pages.ts';
import { startHarness } from '../../support/harness.ts';

/** Ids of an environment and a business group that this sign-in cannot see. */
const elsewhere = '11111111-2222-4333-8444-555555555555';
const unseenGroup = '99999999-2222-4333-8444-555555555555';

describe('a text with more than one link', async () => {
  const harness = await startHarness();
  const [first, second] = [seedTargets.ordersApi3, seedTargets.pending].map((id) =>
    serverLink(seedIds.rootSandbox, id),
  );
  const gateways = [seedGateways.orders, seedGateways.partners].map((id) => `${console}/gateways/${id}`);

  it.each([
    ['anypoint_delete_gateway', { gateway: gateways.join(' ') }, 'The argument gateway holds 2 links'],
    ['anypoint_delete_server', { server: `${first} or ${second}` }, 'The argument server holds 2 links'],
    ['anypoint_delete_server', { server: `${first}${second}` }, 'The argument server holds 2 links'],
    ['anypoint_delete_server', { server: `${first}?back=${second}` }, 'The argument server holds 2 links'],
    ['anypoint_delete_server', { server: `${first} 2194005` }, 'The argument server holds more than a link'],
    ['anypoint_delete_server', { server: `not ${first}` }, 'The argument server holds more than a link'],
    ['anypoint_delete_server', { server: `[${first}](${second})` }, 'The argument server holds 2 links'],
    ['anypoint_delete_server', { server: 'x', environment: `${first}, ${second}` }, 'The argument environment holds 2'],
    ['anypoint_create_cluster', { name: 'x', servers: `${first},${second}` }, 'An item of servers holds 2 links'],
    ['anypoint_create_cluster', { name: 'x', servers: `${first}\n${second}` }, 'An item of servers holds 2 links'],
    ['anypoint_create_cluster', { name: 'x', servers: [`${first} ${second}`, 'mule-orders-1'] }, 'An item of servers'],
  ])('in %s is refused: %j', async (tool, args, refusal) => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { ...args, dryRun: true });
    expect(text).toContain(refusal);
    expect(harness.seen).toEqual([]);
  });
});

describe('a call with a link never lands elsewhere than the link says', async () => {
  const harness = await startHarness();
  /** Refused, and nothing but the directory was read. */
  const refused = async (tool: string, args: Record<string, unknown>): Promise<string> => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { ...args, dryRun: true });
    expect(harness.seen.filter(({ path }) => !path.startsWith('/accounts/'))).toEqual([]);
    return text;
  };

  it.each([
    'https://evil.example/servers/2194001',
    'https://anypoint.mulesoft.com.evil.example/servers/2194001',
    'https://evil-anypoint.mulesoft.com/servers/2194001',
    'https://anypoint.mulesoft.com@evil.example/servers/2194001',
    'https://anypoint.mulesoft.com:8443/servers/2194001',
    'http://127.0.0.1:1/servers/2194001',
    '<https://evil.example/servers/2194001>',
  ])('refuses a link of another host: %s', async (server) => {
    const text = await refused('anypoint_delete_server', { server });
    expect(text).toContain("does not lead to Anypoint Platform's web console: its host is");
    expect(text).toContain(new URL(server.replace(/[<>]/g, '')).host);
    expect(harness.seen).toEqual([]);
  });

  it('refuses another host in every argument', async () => {
    const link = 'https://www.google.com/applications/data-cloud-integration';
    const stop = { application: 'data-cloud-integration', action: 'stop' };
    for (const args of [{ application: link }, { organization: link }, { environment: link }]) {
      const text = await refused('anypoint_set_application_status', { ...stop, ...args });
      expect(text).toContain(`The link in ${Object.keys(args)[0]} does not lead to Anypoint Platform's web console`);
    }
    const servers = ['mule-orders-1', link];
    expect(await refused('anypoint_create_cluster', { name: 'x', servers })).toContain(
      "The link in servers does not lead to Anypoint Platform's web console",
    );
  });

  it('refuses an environment that cannot be seen', async () => {
    const text = await refused('anypoint_delete_server', { server: serverLink(elsewhere, seedTargets.ordersApi1) });
    expect(text).toContain(`The link in server names the environment ${elsewhere}, which this sign-in cannot see.`);
    expect(text).toContain('may belong to another organization or have been deleted');
    expect(text).toContain('anypoint_list_environments');
  });

  it.each([
    [
      'an unknown business group',
      apiLink(unseenGroup, elsewhere, String(seedApis.inventory)),
      `business group ${unseenGroup}`,
    ],
    ['an unknown environment of a known one', apiLink(seedIds.root, elsewhere, '19870003'), 'of business group "Acme'],
    ['an environment of another group', apiLink(seedIds.retail, seedIds.rootSandbox, '19870003'), seedIds.rootSandbox],
    ['a name in the place of an id', apiLink(seedIds.root, 'Production', '19870003'), 'the environment production'],
    ['an id whose place is unknown', `${console}/new-console/${elsewhere}/apis/19870003`, elsewhere],
    ['an id in the query', `${console}/apimanager/#/apis/19870003?environmentId=${elsewhere}`, elsewhere],
    [
      'another id in the query',
      `${apiLink(seedIds.root, seedIds.rootSandbox, '19870003')}?env=${elsewhere}`,
      elsewhere,
    ],
  ])('refuses %s', async (_what, api, refusal) => {
    expect(await refused('anypoint_delete_api', { api })).toContain(refusal);
  });

  it('refuses what cannot be seen in the argument environment', async () => {
    const environment = inRuntimeManager(elsewhere, 'servers');
    expect(await refused('anypoint_delete_server', { server: 'mule-orders-1', environment })).toContain(elsewhere);
  });

  it('refuses links that contradict each other, naming both', async () => {
    const servers = [serverLink(seedIds.rootSandbox, 2194001), serverLink(seedIds.rootProduction, 2194002)];
    const text = await refused('anypoint_create_cluster', { name: 'x', servers });
    expect(text).toContain('The link of server 2194001 in servers leads to environment "Sandbox"');
    expect(text).toContain('the link of server 2194002 in servers to environment "Production"');
  });

  it('refuses a link that contradicts the one in environment', async () => {
    const server = serverLink(seedIds.rootSandbox, 2194001);
    const environment = inRuntimeManager(seedIds.rootProduction, 'servers');
    const text = await refused('anypoint_delete_server', { server, environment });
    expect(text).toContain('The link in environment leads to environment "Production"');
    expect(text).toContain('the link in server to environment "Sandbox"');
  });

  it('refuses a link that contradicts what is named', async () => {
    const server = serverLink(seedIds.rootProduction, seedTargets.production1);
    const byEnvironment = await refused('anypoint_delete_server', { server, environment: 'Sandbox' });
    expect(byEnvironment).toContain('The argument environment names environment "Sandbox"');
    expect(byEnvironment).toContain('the link in server leads to environment "Production"');
    const byOrganization = await refused('anypoint_delete_server', { server, organization: 'Retail' });
    expect(byOrganization).toContain('The argument organization names business group "Retail"');
    expect(byOrganization).toContain('of "Acme Outfitters"');
    const link = inRuntimeManager(seedIds.rootSandbox, 'servers');
    const both = await refused('anypoint_delete_server', { server: 'x', organization: 'Retail', environment: link });
    expect(both).toContain('the link in environment leads to environment "Sandbox"');
  });

  it('does not take the id of a link for the beginning of a name', async () => {
    const application = inRuntimeManager(seedIds.rootSandbox, 'applications/cloudhub/data-cloud/settings');
    const stop = { application, action: 'stop', dryRun: true };
    expect(await harness.fails('anypoint_set_application_status', stop)).toContain(
      'Application "data-cloud" was not found',
    );
    const whole = application.replace('data-cloud', 'data-cloud-integration');
    const { plan } = await harness.ok('anypoint_set_application_status', { ...stop, application: whole });
    expect(plan.summary).toContain('data-cloud-integration');
  });

  it('refuses a resource of ours in a place that cannot be seen', async () => {
    const unseen = (place: string) =>
      refused('anypoint_delete_server', { server: `anypoint://${place}/servers/2194001` });
    expect(await unseen('Nobody/Sandbox')).toContain(
      'names the business group "Nobody", which this sign-in cannot see',
    );
    expect(await unseen('Retail/Sand')).toContain('names the environment "Sand" of business group "Retail"');
  });

  it('refuses the link to a policy of another API', async () => {
    const policy = apiLink(
      seedIds.root,
      seedIds.rootSandbox,
      `${seedApis.orders}/policies/${seedApis.rateLimitingPolicy}`,
    );
    const api = String(seedApis.inventory);
    expect(await refused('anypoint_remove_policy', { api, policy })).toContain(
      `The link in policy belongs to API ${seedApis.orders}, but the argument api names API ${api}`,
    );
  });

  it('refuses a link without a place in organization and environment', async () => {
    for (const argument of ['organization', 'environment']) {
      const text = await refused('anypoint_delete_server', { server: 'x', [argument]: `${console}/home/` });
      expect(text).toContain(`The link in ${argument} names no`);
    }
    const environment = `${console}/accounts/businessGroups/${seedIds.retail}`;
    const text = await refused('anypoint_delete_server', { server: 'x', environment });
    expect(text).toContain('The link in environment names no environment');
  });
});

describe('a link of the wrong kind', async () => {
  const harness = await startHarness();

  it.each([
    ['anypoint_get_gateway', 'gateway', 'servers/2194001', 'a gateway', 'server 2194001: anypoint_get_server'],
    ['anypoint_get_server', 'server', 'clusters/2194201', 'a server', 'cluster 2194201: anypoint_get_cluster'],
    ['anypoint_get_api', 'api', 'servers/2194001', 'an API', 'server 2194001: anypoint_get_server'],
    ['anypoint_get_application', 'application', 'apis/19870001', 'an application', 'API 19870001: anypoint_get_api'],
    ['anypoint_get_cluster', 'cluster', 'apis/1/policies/2', 'a cluster', 'policy 2: anypoint_list_api_policies'],
  ])('in %s is refused with what it is instead', async (tool, argument, page, kind, actual) => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { [argument]: inRuntimeManager(seedIds.rootSandbox, page) });
    expect(text).toContain(`The link in ${argument} holds no id of ${kind}.`);
    expect(text).toContain(`The link belongs to ${actual} shows it.`);
    expect(text).toContain('web console');
    expect(harness.seen).toEqual([]);
  });

  it.each([
    ['anypoint://gateways', 'It is the address of a list, not of one item.'],
    [`anypoint://${seedIds.root}/Sandbox/gateways`, 'It is the address of a list, not of one item.'],
    ['anypoint://Acme/Sandbox/servers/2194001', 'The link belongs to server 2194001: anypoint_get_server shows it.'],
    [`anypoint://gateways/${seedGateways.orders}`, 'has four parts'],
  ])('among our resources is refused, too: %s', async (gateway, why) => {
    const text = await harness.fails('anypoint_get_gateway', { gateway });
    expect(text).toContain('The link in gateway holds no id of a gateway.');
    expect(text).toContain(why);
  });

  it('that belongs to no known page is refused without a guess', async () => {
    const text = await harness.fails('anypoint_get_gateway', { gateway: `${console}/monitoring/#/dashboards` });
    expect(text).toContain('holds no id of a gateway');
    expect(text).not.toContain('The link belongs to');
  });
});

describe('on a control plane of MuleSoft', async () => {
  const onPlane = (env: Record<string, string>) => startHarness({ env: { ANYPOINT_BASE_URL: '', ...env } });
  const us = await onPlane({ ANYPOINT_BASE_URL: console });

  it.each([
    ['https://eu1.anypoint.mulesoft.com', 'eu1.anypoint.mulesoft.com'],
    ['gov.anypoint.mulesoft.com', 'gov.anypoint.mulesoft.com'],
    ['https://ca1.platform.mulesoft.com', 'ca1.platform.mulesoft.com'],
  ])('a link of %s is refused, with what to set', async (origin, host) => {
    us.seen.length = 0;
    const server = `${origin}/cloudhub/#/console/home/${seedIds.rootSandbox}/servers/2194001`;
    const text = await us.fails('anypoint_delete_server', { server, dryRun: true });
    expect(text).toContain(
      `The link in server belongs to another control plane, ${host}. This server is connected to anypoint.mulesoft.com.`,
    );
    expect(text).toContain(`ANYPOINT_BASE_URL to https://${host}`);
  });
});
