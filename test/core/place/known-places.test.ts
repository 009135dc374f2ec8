import { describe, expect, it } from 'vitest';
import { Directory, type PlaceReader } from '../../../src/core/place/directory.ts';
import type { Environment } from '../../../src/core/place/place.ts';
import { Failure, permissionFailure, platformFailure } from '../../../src/platform/errors.ts';
import { drivenClock } from '../../support/driven-clock.ts';

const baseUrl = 'https://anypoint.example.com';
const refused = permissionFailure({ what: 'Not allowed.', next: 'Ask.' });
const outage = platformFailure({ what: 'Down.', next: 'Wait.' });

const uuid = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const [home, emea] = [uuid('1'), uuid('2')];

/** Business groups with the names of their environments; each environment has its name with `-id` as id. */
function directory(
  groups: Record<string, string[] | Failure>,
  defaults: { organization?: string; environment?: string } = {},
) {
  const reads: string[] = [];
  const state = {
    groups,
    hierarchy: undefined as Failure | undefined,
    home: home as string | undefined,
    /** What the platform says of every environment besides. */
    facts: {} as Partial<Environment>,
  };
  let memberOf: { id: string; name: string }[] = [];
  const clock = drivenClock();
  const environment = (name: string, organizationId: string): Environment => ({
    ...{ id: `${name}-id`, name, type: name.toLowerCase(), isProduction: false, organizationId, clientId: undefined },
    ...state.facts,
  });
  const idOf = (name: string, index: number): string => (index === 0 ? home : index === 1 ? emea : `${name}-id`);
  const reader: PlaceReader = {
    async me() {
      reads.push('me');
      return { organizationId: state.home, memberOf };
    },
    async hierarchy() {
      reads.push('hierarchy');
      if (state.hierarchy !== undefined) throw state.hierarchy;
      return Object.keys(state.groups).map((name, index) => ({ id: idOf(name, index), name, parentId: undefined }));
    },
    async environments(organizationId, limit) {
      const [name, found] =
        Object.entries(state.groups).find(([one], index) => idOf(one, index) === organizationId) ?? [];
      reads.push(`environments of ${name}, ${limit} at most`);
      if (found instanceof Error) throw found;
      return { items: (found ?? []).map((one) => environment(one, organizationId)) };
    },
  };
  const { organization, environment: byDefault } = defaults;
  const known = new Directory(reader, clock, { organization, environment: byDefault }, baseUrl);
  return { known, reads, state, clock, join: (...groupsOf: typeof memberOf) => (memberOf = groupsOf) };
}
const naming = 'prefix';
const failed = async (work: Promise<unknown>): Promise<Failure> => {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof Failure) return error;
  throw new Error(`expected a failure, not ${error}`);
};
const page = (environment: string): string => `${baseUrl}/cloudhub/#/console/environments/${environment}/servers`;
const groupPage = (group: string): string => `${baseUrl}/accounts/#/cs/core/accounts/organizations/${group}`;

describe('the business groups', () => {
  it('are those of the tree, then those that the account is a member of besides', async () => {
    const { known, join } = directory({ Acme: [], EMEA: [] });
    join({ id: emea, name: 'EMEA' }, { id: 'far-id', name: 'Far' });
    expect((await known.organizations()).map(({ id }) => id)).toEqual([home, emea, 'far-id']);
  });

  it('are those it is a member of where it may not read the tree, or has no home', async () => {
    const { known, join, state } = directory({ Acme: [] });
    state.hierarchy = refused;
    join({ id: 'far-id', name: 'Far' }, { id: home, name: 'Acme' });
    expect((await known.organizations()).map(({ name }) => name)).toEqual(['Acme', 'Far']);
    const homeless = directory({});
    homeless.state.home = undefined;
    homeless.join({ id: 'far-id', name: 'Far' });
    expect(await homeless.known.organizations()).toEqual([{ id: 'far-id', name: 'Far', parentId: undefined }]);
    expect(homeless.reads).toEqual(['me']);
  });

  it('are unknown where the tree cannot be read for another reason, also one that is a bug', async () => {
    for (const reason of [
      outage,
      Object.assign(new TypeError('a bug'), { kind: 'permission' }) as unknown as Failure,
    ]) {
      const { known, state } = directory({ Acme: [] });
      state.hierarchy = reason;
      await expect(known.organizations()).rejects.toBe(reason);
    }
  });

  it('must be named by an account that sees none', async () => {
    const { known, state } = directory({});
    state.home = undefined;
    const failure = await failed(known.organization({ naming }));
    expect(failure).toMatchObject({ kind: 'input', next: expect.stringContaining('ANYPOINT_ORGANIZATION') });
  });

  it('are read in the words of the account: what it does not see is not said to be elsewhere', async () => {
    const { known } = directory({ Acme: [], EMEA: [] });
    const failure = await failed(known.organization({ organization: 'Nowhere', naming }));
    expect(failure.choice).toMatchObject({ argument: 'organization' });
    expect(JSON.stringify(failure.next)).toContain('what is not listed there is not visible to this account');
  });
});

describe('the place of a call', () => {
  it('takes what the call names before what the settings name, and those before the home organization', async () => {
    const { known } = directory(
      { Acme: ['Sandbox'], EMEA: ['Sandbox', 'Design'] },
      { organization: 'EMEA', environment: 'Sandbox' },
    );
    const ids = async (given: { organization?: string; environment?: string }) => {
      const { organizationId, environmentId } = await known.place({ ...given, naming });
      return [organizationId, environmentId];
    };
    expect(await ids({})).toEqual([emea, 'Sandbox-id']);
    expect(await ids({ environment: 'Des' })).toEqual([emea, 'Design-id']);
    expect(await ids({ organization: 'Ac' })).toEqual([home, 'Sandbox-id']);
  });

  it('has names of settings, and those of a write, whole', async () => {
    const groups = { Acme: ['Sandbox'], EMEA: ['Sandbox'] };
    expect(await failed(directory(groups, { organization: 'EME' }).known.organization({ naming }))).toMatchObject({
      kind: 'input',
    });
    expect(await failed(directory(groups, { environment: 'Sand' }).known.place({ naming }))).toMatchObject({
      kind: 'input',
    });
    for (const given of [{ organization: 'EME' }, { environment: 'Sand' }])
      expect(await failed(directory(groups).known.place({ ...given, naming: 'exact' }))).toMatchObject({
        kind: 'input',
      });
  });

  it('says what it is of, with the type of the environment', async () => {
    expect(await directory({ Acme: ['Sandbox'] }).known.place({ naming })).toEqual({
      ...{ organizationId: home, organizationName: 'Acme' },
      ...{ environmentId: 'Sandbox-id', environmentName: 'Sandbox', environmentType: 'sandbox' },
    });
  });

  it('has the type production where the platform counts the environment as production, and none where it has none', async () => {
    const { known, state } = directory({ Acme: ['Sandbox', 'Design'] });
    state.facts = { isProduction: true };
    expect((await known.place({ environment: 'Sandbox', naming })).environmentType).toBe('production');
    const untyped = directory({ Acme: ['Sandbox'] });
    untyped.state.facts = { type: undefined };
    expect((await untyped.known.place({ naming })).environmentType).toBeUndefined();
  });

  it('reads up to 5000 environments', async () => {
    const { known, reads } = directory({ Acme: ['Sandbox'] });
    await known.place({ naming });
    expect(reads).toEqual(['me', 'hierarchy', 'environments of Acme, 5000 at most']);
  });
});

describe('something in the wrong place', () => {
  it('is an environment given as a business group, of whichever group', async () => {
    const { known } = directory({ Acme: [], EMEA: ['Sandbox'] });
    expect(await failed(known.organization({ organization: 'Sandbox', naming }))).toMatchObject({
      why: '"Sandbox" (Sandbox-id) is an environment of business group "EMEA".',
      next: 'Give it in the argument environment, and "EMEA" in organization.',
    });
  });

  it('is a business group given as an environment', async () => {
    const { known } = directory({ Acme: ['Sandbox'], EMEA: ['Design'] });
    const failure = await failed(known.place({ environment: 'emea', naming }));
    expect(failure.why).toBe(`"EMEA" (${emea}) is a business group.`);
    expect(failure.message).toContain('Environment "emea" was not found in business group "Acme"');
  });

  it('is an environment of another business group, whose whole name was given', async () => {
    const { known } = directory({ Acme: ['Sandbox'], EMEA: ['Design'] });
    expect(await failed(known.place({ environment: 'design', naming }))).toMatchObject({
      why: 'Business group "EMEA" has it: "Design" (Design-id).',
      next: 'If you mean that one, give "EMEA" in the argument organization.',
    });
    const part = await failed(known.place({ environment: 'Desi', naming }));
    expect(part.why).not.toContain('EMEA');
    expect(JSON.stringify(part.next)).toContain('it may also be in another business group');
  });

  it('is looked for in eight groups at most, and only in those that can be read', async () => {
    const groups = (count: number) =>
      Object.fromEntries(
        ['Acme', 'EMEA', ...'CDEFGHIJKL']
          .slice(0, count)
          .map((name, index) => [name, index === count - 1 ? ['Design'] : []]),
      );
    const whyIn = async (count: number) =>
      (await failed(directory(groups(count)).known.place({ environment: 'Design', naming }))).why;
    expect(await whyIn(9)).toContain('has it');
    expect(await whyIn(10)).not.toContain('has it');
    const closed = directory({ Acme: [], EMEA: refused, C: ['Design'] });
    expect((await failed(closed.known.place({ environment: 'Design', naming }))).why).toContain(
      'Business group "C" has it',
    );
    const bug = new TypeError('a bug') as unknown as Failure;
    const broken = directory({ Acme: [], EMEA: bug });
    await expect(broken.known.place({ environment: 'Design', naming })).rejects.toBe(bug);
  });
});

describe('what is said of a place that is not found', () => {
  it('names the argument, and what lists the places', async () => {
    const { known } = directory({ Acme: ['Sandbox', 'Design'], EMEA: [] });
    const group = await failed(known.organization({ organization: 'Nowhere', naming }));
    expect(JSON.stringify(group.next)).toContain('organization.list');
    const environment = await failed(known.place({ environment: 'Nowhere', naming }));
    expect(JSON.stringify(environment.next)).toContain('environment.list');
    const none = await failed(known.place({ naming }));
    expect(none).toMatchObject({
      next: expect.stringContaining('argument environment'),
      choice: { argument: 'environment' },
    });
    // Only a whole name says that a business group was meant.
    expect((await failed(known.place({ environment: 'EME', naming }))).why).not.toContain('is a business group');
  });

  it('names the argument that holds the link', async () => {
    const { known } = directory({ Acme: ['Sandbox'], EMEA: [] });
    expect((await failed(known.organization({ organization: groupPage(uuid('9')), naming }))).message).toContain(
      'in organization',
    );
    expect((await failed(known.place({ environment: page(uuid('9')), naming }))).message).toContain('in environment');
    expect((await failed(known.place({ environment: groupPage(emea), naming }))).message).toContain('environment');
  });

  it('is the id of the home organization where nothing says its name', async () => {
    const { known, state } = directory({ Acme: [] });
    state.hierarchy = refused;
    expect(await known.organizations()).toEqual([{ id: home, name: home, parentId: undefined }]);
  });
});

describe('what was read', () => {
  it('is known for a minute, and one read serves all calls that begin together', async () => {
    const { known, reads, clock } = directory({ Acme: ['Sandbox'] });
    await Promise.all([known.place({ naming }), known.place({ naming })]);
    await clock.sleep(59_999);
    await known.place({ naming });
    expect(reads).toHaveLength(3);
    await clock.sleep(1);
    await known.place({ naming });
    expect(reads).toHaveLength(6);
  });

  it('is read again before a name is called unknown, and not twice where it was read just now', async () => {
    const { known, reads, state } = directory({ Acme: ['Sandbox'] });
    await failed(known.place({ environment: 'New', naming }));
    expect(reads).toEqual(['me', 'hierarchy', 'environments of Acme, 5000 at most']);
    state.groups = { Acme: ['Sandbox', 'New'], EMEA: [] };
    expect((await known.place({ environment: 'New', naming })).environmentId).toBe('New-id');
    expect((await known.organization({ organization: 'EMEA', naming })).id).toBe(emea);
  });

  it('is read once where it was known for a minute, and the name is unknown', async () => {
    const { known, reads, clock } = directory({ Acme: ['Sandbox'] });
    await known.place({ naming });
    await clock.sleep(60_000);
    reads.splice(0);
    await failed(known.place({ environment: 'New', naming }));
    expect(reads).toEqual(['me', 'hierarchy', 'environments of Acme, 5000 at most']);
  });

  it('is not read again for another failure than an unknown name', async () => {
    const { known, reads, state, clock } = directory({ Acme: ['Sandbox'] });
    await known.organizations();
    state.groups = { Acme: outage };
    expect(await failed(known.place({ environment: 'Sandbox', naming }))).toBe(outage);
    expect(reads).toHaveLength(3);
    state.groups = { Acme: ['Sandbox'] };
    expect((await known.place({ environment: 'Sandbox', naming })).environmentId).toBe('Sandbox-id');
    await clock.sleep(60_000);
    expect(reads).toHaveLength(4);
  });

  it('stays known when an earlier read fails late', async () => {
    const reads: ((end: Failure | { items: Environment[] }) => void)[] = [];
    const reader: PlaceReader = {
      me: async () => ({ organizationId: undefined, memberOf: [] }),
      hierarchy: async () => [],
      environments: () =>
        new Promise((resolve, reject) => reads.push((end) => (end instanceof Failure ? reject(end) : resolve(end)))),
    };
    const clock = drivenClock();
    const known = new Directory(reader, clock, { organization: undefined, environment: undefined }, baseUrl);
    const first = known.environments({ id: home, name: 'Acme' });
    await clock.sleep(60_000);
    const second = known.environments({ id: home, name: 'Acme' });
    reads[0]?.(outage);
    await expect(first).rejects.toBe(outage);
    reads[1]?.({ items: [] });
    expect(await second).toEqual([]);
    expect(await known.environments({ id: home, name: 'Acme' })).toEqual([]);
    expect(reads).toHaveLength(2);
  });
});

describe('a link', () => {
  it('in the argument of the business group is one', async () => {
    const { known } = directory({ Acme: ['Sandbox'], EMEA: ['Sandbox'] });
    expect((await known.organization({ organization: groupPage(emea), naming })).id).toBe(emea);
    expect((await known.place({ organization: groupPage(emea), naming })).organizationId).toBe(emea);
  });

  it('in another argument names the place, unless the call names it itself', async () => {
    const { known } = directory({ Acme: ['Sandbox', 'Design'], EMEA: ['Test'] });
    const link = {
      title: 'the link in server',
      argument: 'server',
      organizations: [],
      environments: ['Design-id'],
      unclear: [],
    };
    expect((await known.place({ links: [link], naming })).environmentId).toBe('Design-id');
    expect((await known.place({ links: [link], environment: 'Design', naming })).environmentId).toBe('Design-id');
    expect((await failed(known.place({ links: [link], environment: 'Sandbox', naming }))).message).toBe(
      'The argument environment names environment "Sandbox" (Sandbox-id) of "Acme", but the link in server leads to environment "Design" (Design-id) of "Acme".',
    );
    expect(
      (await failed(known.place({ links: [link], organization: 'EMEA', environment: 'Test', naming }))).message,
    ).toMatch(
      /^The argument organization names business group "EMEA" .* but the link in server leads to environment "Design"/,
    );
    const nowhere = { ...link, environments: [] };
    expect((await known.place({ links: [nowhere], organization: 'EMEA', naming })).environmentId).toBe('Test-id');
    expect((await known.place({ links: [nowhere], environment: 'Design', naming })).organizationId).toBe(home);
    const group = { ...nowhere, organizations: [emea] };
    expect((await known.place({ links: [group], naming })).environmentId).toBe('Test-id');
    expect((await known.place({ links: [group], environment: 'Te', naming })).environmentId).toBe('Test-id');
  });

  it('in the argument of the environment has to name one', async () => {
    const { known } = directory({ Acme: ['Sandbox'], EMEA: ['Sandbox'] });
    expect(await failed(known.place({ environment: groupPage(emea), naming }))).toMatchObject({
      ...{ kind: 'input', message: 'The link in environment names no environment.' },
    });
    // Also beside one that does.
    const link = {
      ...{ title: 'the link in server', argument: 'server', organizations: [emea] },
      ...{ environments: ['Sandbox-id'], unclear: [] },
    };
    expect((await failed(known.place({ environment: groupPage(emea), links: [link], naming }))).kind).toBe('input');
  });

  it('is looked for where the call or the settings say first', async () => {
    const link = {
      title: 'the link in server',
      argument: 'server',
      organizations: [],
      environments: ['X-id'],
      unclear: [],
    };
    const { known, reads } = directory({ Acme: ['X'], EMEA: ['X'] }, { organization: 'EMEA' });
    expect((await known.place({ links: [link], naming })).organizationId).toBe(emea);
    expect(reads.some((read) => read.includes('of Acme'))).toBe(false);
    expect((await known.place({ links: [link], organization: 'Acme', naming })).organizationId).toBe(home);
  });

  it('is not read again when the platform fails', async () => {
    const { known, reads } = directory({ Acme: ['Sandbox'], EMEA: outage });
    await known.organizations();
    const link = {
      ...{ title: 'the link in server', argument: 'server', organizations: [] },
      ...{ environments: ['X-id'], unclear: [] },
    };
    expect(await failed(known.place({ links: [link], naming }))).toBe(outage);
    expect(reads.filter((read) => read.includes('of EMEA'))).toHaveLength(1);
  });

  it('to what was created a moment ago is followed', async () => {
    const { known, state } = directory({ Acme: ['Sandbox'] });
    await known.place({ environment: 'Sandbox', naming });
    state.groups = { Acme: ['Sandbox', 'New'] };
    expect((await known.place({ environment: page('New-id'), naming })).environmentName).toBe('New');
  });
});
