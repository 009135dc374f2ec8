import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { Directory } from '../../../src/core/place/directory.ts';
import { placeName } from '../../../src/core/place/place.ts';
import { AccessManagement } from '../../../src/services/access/client.ts';
import { type Bench, baseUrl, failureOf, startBench } from '../../platform/client-under-test.ts';
import { adviceText } from '../../support/tools.ts';

/** As a read names things. */
const naming = 'prefix';

interface World {
  directory: Directory;
  bench: Bench;
  /** May be changed between calls. */
  state: { environments: string[]; hierarchy: number; me: Record<string, unknown>; down: boolean };
  /** How often each path was requested. */
  requestsTo(part: string): number;
}

function world(defaults: { organization?: string; environment?: string } = {}): World {
  const state: World['state'] = {
    environments: ['Sandbox', 'Production'],
    hierarchy: 200,
    me: { client: { client_id: 'app', name: 'App', org_id: 'root-id' } },
    down: false,
  };
  const bench = startBench({
    respond({ path }) {
      if (state.down) return HttpResponse.json({ message: 'down' }, { status: 400 });
      if (path === '/accounts/api/me') return HttpResponse.json(state.me);
      if (path.includes('/hierarchy')) {
        return HttpResponse.json(
          { id: 'root-id', name: 'Acme', subOrganizations: [{ id: 'emea-id', name: 'EMEA', subOrganizations: [] }] },
          { status: state.hierarchy },
        );
      }
      const data = state.environments.map((name) => ({ id: `${name}-id`, name, type: name.toLowerCase() }));
      return HttpResponse.json({ data, total: data.length });
    },
  });
  const settings = { organization: defaults.organization, environment: defaults.environment };
  const directory = new Directory(new AccessManagement(bench.client), bench.clock, settings, baseUrl);
  return {
    directory,
    bench,
    state,
    requestsTo: (part) => bench.calls.filter(({ path }) => path.includes(part)).length,
  };
}

describe('the business group of a call', () => {
  it('is the home organization when neither the call nor the settings name one', async () => {
    expect(await world().directory.organization({ naming })).toEqual({
      id: 'root-id',
      name: 'Acme',
      parentId: undefined,
    });
  });

  it('is the one of the settings when the call names none, and the one of the call otherwise', async () => {
    const { directory } = world({ organization: 'emea' });
    expect((await directory.organization({ naming })).id).toBe('emea-id');
    expect((await directory.organization({ organization: 'root-id', naming })).id).toBe('root-id');
  });

  it('that is unknown is an input failure that lists the known ones', async () => {
    const failure = await failureOf(world().directory.organization({ organization: 'Nowhere', naming }));
    expect(failure).toMatchObject({ kind: 'input' });
    expect(failure.why).toContain('"EMEA" (emea-id)');
    expect(adviceText(failure.next)).toContain('anypoint_list_organizations');
  });

  it('is found without the permission to see the tree, from what the principal belongs to', async () => {
    const { directory, state } = world();
    state.hierarchy = 403;
    state.me = {
      user: {
        id: 'u',
        organization: { id: 'root-id' },
        memberOfOrganizations: [
          { id: 'emea-id', name: 'EMEA' },
          { id: 'root-id', name: 'Acme' },
        ],
      },
    };
    expect((await directory.organization({ naming })).id).toBe('root-id');
    expect((await directory.organizations()).map(({ name }) => name)).toEqual(['Acme', 'EMEA']);
    expect((await directory.organization({ organization: 'emea', naming })).id).toBe('emea-id');
  });

  it.each([[[]], [[{ id: 'emea-id', name: 'EMEA' }]]])(
    'is the home organization by its id where the API returns no name (member of %j)',
    async (memberOfOrganizations) => {
      const { directory, state } = world();
      state.hierarchy = 403;
      state.me = { user: { id: 'u', organizationId: 'root-id', memberOfOrganizations } };
      expect(await directory.organization({ naming })).toEqual({ id: 'root-id', name: 'root-id', parentId: undefined });
    },
  );

  it('may be one outside of the tree that the principal belongs to', async () => {
    const { directory, state } = world();
    state.me = {
      user: { id: 'u', organization: { id: 'root-id' }, memberOfOrganizations: [{ id: 'far-id', name: 'Partner' }] },
    };
    expect((await directory.organization({ organization: 'partner', naming })).id).toBe('far-id');
    expect((await directory.organizations())[0]?.id).toBe('root-id');
  });

  it('cannot be guessed for a principal without any: the failure says what to name', async () => {
    const { directory, state } = world();
    state.me = { user: { id: 'u' } };
    expect((await failureOf(directory.organization({ naming }))).next).toContain('ANYPOINT_ORGANIZATION');
  });

  it('is not guessed when the tree cannot be read for another reason than a permission', async () => {
    const { directory, state } = world();
    state.hierarchy = 400;
    expect((await failureOf(directory.organization({ naming }))).http?.status).toBe(400);
  });
});

describe('the environment of a call', () => {
  it('is named by the call, else by the settings', async () => {
    const { directory } = world({ environment: 'Sandbox' });
    const place = await directory.place({ naming });
    expect(place).toEqual({
      organizationId: 'root-id',
      organizationName: 'Acme',
      environmentId: 'Sandbox-id',
      environmentName: 'Sandbox',
      environmentType: 'sandbox',
    });
    expect(placeName(place)).toBe('"Sandbox" of "Acme"');
    expect((await directory.place({ organization: 'EMEA', environment: 'prod', naming })).environmentId).toBe(
      'Production-id',
    );
  });

  it('needs no name when there is one only', async () => {
    const { directory, state } = world();
    state.environments = ['Only'];
    expect((await directory.place({ naming })).environmentName).toBe('Only');
  });

  it('must be named when there are several: the failure lists the choices', async () => {
    const failure = await failureOf(world().directory.place({ naming }));
    expect(failure.message).toBe('Which environment? Business group "Acme" has 2: "Sandbox"; "Production".');
    expect(failure.next).toContain('argument environment');
  });
});

describe('a default of the settings that is wrong', () => {
  it.each([
    ['environment', 'ANYPOINT_ENVIRONMENT'],
    ['organization', 'ANYPOINT_ORGANIZATION'],
  ] as const)('is said to be one, and who corrects it: %s', async (argument, variable) => {
    const failure = await failureOf(world({ [argument]: 'Nowhere' }).directory.place({ naming }));
    expect(failure.message).toMatch(
      new RegExp(`^The default ${argument} of this server, "Nowhere", cannot be used: .* "Nowhere" was not found`),
    );
    expect(adviceText(failure.next)).toMatch(
      new RegExp(`^Name another one in the argument ${argument}; the operator corrects ${variable}\\. `),
    );
  });

  it('is not said of what the call names', async () => {
    const failure = await failureOf(
      world({ environment: 'Sandbox' }).directory.place({ environment: 'Nowhere', naming }),
    );
    expect(failure.message).not.toContain('default');
  });
});

describe('a place that was looked for in the wrong argument or business group', () => {
  it('is explained: an environment given as business group', async () => {
    const failure = await failureOf(world().directory.organization({ organization: 'sandbox', naming }));
    expect(failure.message).toBe(
      'Business group "sandbox" was not found in the organizations that this account can see.',
    );
    expect(failure.why).toBe('"Sandbox" (Sandbox-id) is an environment of business group "Acme".');
    expect(failure.next).toBe('Give it in the argument environment, and "Acme" in organization.');
  });

  it('is explained: a business group given as environment', async () => {
    const failure = await failureOf(world().directory.place({ environment: 'emea', naming }));
    expect(failure.why).toBe('"EMEA" (emea-id) is a business group.');
    expect(adviceText(failure.next)).toContain('anypoint_list_environments');
  });
});

describe('what the directory remembers', () => {
  it('is kept for a minute on the clock and then read again', async () => {
    const { directory, bench, requestsTo } = world({ environment: 'Sandbox' });
    await directory.place({ naming });
    await bench.clock.sleep(59_999);
    await directory.place({ naming });
    expect([requestsTo('/me'), requestsTo('/hierarchy'), requestsTo('/environments')]).toEqual([1, 1, 1]);
    await bench.clock.sleep(1);
    await directory.place({ naming });
    expect([requestsTo('/me'), requestsTo('/hierarchy'), requestsTo('/environments')]).toEqual([2, 2, 2]);
  });

  it('is read once for calls that start together', async () => {
    const { directory, requestsTo } = world({ environment: 'Sandbox' });
    await Promise.all(Array.from({ length: 10 }, () => directory.place({ naming })));
    expect([requestsTo('/me'), requestsTo('/environments')]).toEqual([1, 1]);
  });

  it('is read again before something is called unknown: it may have been created a moment ago', async () => {
    const { directory, state, requestsTo } = world({ environment: 'Sandbox' });
    await directory.place({ naming });
    state.environments = ['Sandbox', 'BrandNew'];
    expect((await directory.place({ environment: 'brandnew', naming })).environmentId).toBe('BrandNew-id');
    expect(requestsTo('/environments')).toBe(2);
  });

  it('is not read twice for an unknown name when it was read just for this call', async () => {
    const { directory, bench, requestsTo } = world();
    await failureOf(directory.place({ environment: 'Nowhere', naming }));
    // Each of the two business groups once: the environment may be in the other one.
    expect(requestsTo('/root-id/environments')).toBe(1);
    expect(requestsTo('/emea-id/environments')).toBe(1);
    await bench.clock.sleep(60_000);
    await failureOf(directory.place({ environment: 'Nowhere', naming }));
    expect(requestsTo('/root-id/environments')).toBe(2);
  });

  it('does not hold a failure', async () => {
    const { directory, state } = world({ environment: 'Sandbox' });
    state.down = true;
    await failureOf(directory.place({ naming }));
    state.down = false;
    expect((await directory.place({ naming })).environmentId).toBe('Sandbox-id');
  });
});

describe('the place that a link names', () => {
  const page = (environment: string) => `${baseUrl}/cloudhub/#/console/environments/${environment}/servers`;

  it('is known right after it was created', async () => {
    const { directory, state } = world();
    await directory.place({ environment: 'Sandbox', naming });
    state.environments.push('New');
    expect((await directory.place({ environment: page('New-id'), naming })).environmentName).toBe('New');
  });

  it('that does not exist is an input failure with a way out', async () => {
    const { directory } = world();
    const failure = await failureOf(directory.place({ environment: page('Gone'), naming }));
    expect(failure).toMatchObject({ kind: 'input' });
    expect(failure.message).toContain('the environment gone');
    expect(adviceText(failure.next)).toContain('anypoint_list_environments');
    expect(failure.choice).toBeUndefined();
  });

  it('wins over the settings', async () => {
    const { directory } = world({ organization: 'emea', environment: 'Sandbox' });
    expect((await directory.place({ environment: page('Production-id'), naming })).environmentName).toBe('Production');
  });
});
