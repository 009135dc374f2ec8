import { describe, expect, it } from 'vitest';
import { call, callPlace, callsIn, mendText, placedCall, thenCall } from '../../../src/core/diagnosis/fix.ts';
import { platformFailure } from '../../../src/platform/errors.ts';

const here = { organization: 'Acme', environment: 'Sandbox' };
const place = {
  organizationId: 'o-1',
  organizationName: 'Acme',
  environmentId: 'e-1',
  environmentName: 'Sandbox',
  environmentType: 'sandbox',
};

interface Named {
  id: string;
  name: string;
}

const unsaid = { type: undefined, clientId: undefined, isProduction: false, organizationId: 'o-1' };

const placeAmong = (groups: Named[], environments: Named[], named = place) =>
  callPlace(named, {
    organizations: async () => groups.map((group) => ({ ...group, parentId: undefined })),
    environments: async () => environments.map((one) => ({ ...one, ...unsaid })),
  });

describe('a mend', () => {
  const mend = [
    'First',
    call('anypoint_delete_cluster', { cluster: '4' }),
    ', then',
    thenCall('anypoint_create_cluster', { name: 'a , b', servers: ['1'] }),
    '.',
  ];

  it('reads as sentences, with calls that can be copied', () => {
    expect(mendText(mend, here)).toBe(
      'First anypoint_delete_cluster {"cluster":"4","organization":"Acme","environment":"Sandbox"}, then anypoint_create_cluster {"name":"a , b","servers":["1"],"organization":"Acme","environment":"Sandbox"}.',
    );
    expect(callsIn(mend).map(({ tool, after }) => [tool, after])).toEqual([
      ['anypoint_delete_cluster', undefined],
      ['anypoint_create_cluster', true],
    ]);
  });

  it('gives a tool of a business group no environment', () => {
    expect(placedCall(call('anypoint_get_gateway_usage', {}), here).args).toEqual({ organization: 'Acme' });
  });

  it('does not compile without what a tool requires', () => {
    // @ts-expect-error the server is missing
    expect(call('anypoint_add_cluster_server', { cluster: '4' })).toBeDefined();
    // @ts-expect-error the name is missing
    expect(call('anypoint_create_api', { gateway: 'g', upstream: 'https://a.test' })).toBeDefined();
    // @ts-expect-error there is no such tool
    expect(call('anypoint_mend_everything', {})).toBeDefined();
  });
});

describe('the place of a mend', () => {
  const group = { id: 'o-1', name: 'Acme' };
  const environment = { id: 'e-1', name: 'Sandbox' };

  it('is named where that is certain', async () => {
    expect(await placeAmong([group], [environment, { id: 'e-2', name: 'Production' }])).toEqual(here);
  });

  it.each([
    ['shared', 'Sandbox', { id: 'e-2', name: 'sandbox' }],
    ['an id, too', 'Sandbox', { id: 'Sandbox', name: 'other' }],
    ['like a link', 'https://a.test/b', undefined],
    ['not what it looks like', 'Sand\u202ebox', undefined],
    ['long', 'x'.repeat(61), undefined],
  ])('is an id where its name is %s', async (_why, name, other) => {
    const environments = [{ id: 'e-1', name }, ...(other === undefined ? [] : [other])];
    const named = await placeAmong([group], environments, { ...place, environmentName: name });
    expect(named).toEqual({ organization: 'Acme', environment: 'e-1' });
  });

  it('is an id where names cannot be read', async () => {
    const refused = async () => Promise.reject(platformFailure({ what: 'Down.', next: 'Wait.' }));
    expect(await callPlace(place, { organizations: refused, environments: refused })).toEqual({
      organization: 'o-1',
      environment: 'e-1',
    });
  });
});
