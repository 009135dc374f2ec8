import { describe, expect, it, vi } from 'vitest';
import { argumentsFor } from '../../../src/core/place/place-arguments.ts';
import { platformFailure } from '../../../src/platform/errors.ts';

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

const namedAmong = (groups: Named[], environments: Named[], named = place) =>
  argumentsFor(named, {
    directory: {
      organizations: async () => groups.map((group) => ({ ...group, parentId: undefined })),
      environments: async () => environments.map((one) => ({ ...one, ...unsaid })),
    },
    missing: (failure) => expect.fail(failure.message),
  });

describe('a place in the arguments of calls', () => {
  const group = { id: 'o-1', name: 'Acme' };
  const environment = { id: 'e-1', name: 'Sandbox' };

  it('is named where that is certain', async () => {
    expect(await namedAmong([group], [environment, { id: 'e-2', name: 'Production' }])).toEqual({
      organization: 'Acme',
      environment: 'Sandbox',
    });
  });

  it.each([
    ['shared', 'Sandbox', { id: 'e-2', name: 'sandbox' }],
    ['an id, too', 'Sandbox', { id: 'Sandbox', name: 'other' }],
    ['like a link', 'https://a.test/b', undefined],
    ['not what it looks like', 'Sand\u202ebox', undefined],
    ['long', 'x'.repeat(61), undefined],
  ])('is an id where its name is %s', async (_why, name, other) => {
    const environments = [{ id: 'e-1', name }, ...(other === undefined ? [] : [other])];
    const named = await namedAmong([group], environments, { ...place, environmentName: name });
    expect(named).toEqual({ organization: 'Acme', environment: 'e-1' });
  });

  it('is an id where names cannot be read, and they are missing', async () => {
    const failure = platformFailure({ what: 'Down.', next: 'Wait.' });
    const refused = async () => Promise.reject(failure);
    const missing = vi.fn();
    expect(
      await argumentsFor(place, { directory: { organizations: refused, environments: refused }, missing }),
    ).toEqual({ organization: 'o-1', environment: 'e-1' });
    expect(missing.mock.calls).toEqual([[failure], [failure]]);
  });
});
