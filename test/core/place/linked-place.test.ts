import { describe, expect, it } from 'vitest';
import type { ConsoleLink } from '../../../src/core/place/console-links.ts';
import { commonPlace, type KnownPlaces, placeOf } from '../../../src/core/place/linked-place.ts';
import { permissionFailure, platformFailure } from '../../../src/platform/errors.ts';
import { failureOf } from '../../platform/client-under-test.ts';

function link(parts: Partial<ConsoleLink>): ConsoleLink {
  return { title: 'the link in api', argument: 'api', organizations: [], environments: [], unclear: [], ...parts };
}

/** Business groups g1, g2, …, each with one environment: e1, e2, …. */
function groups(count: number, refuse: (group: string) => Error | undefined = () => undefined) {
  const searched: string[] = [];
  const places: KnownPlaces = {
    organizations: async () =>
      Array.from({ length: count }, (_, at) => ({ id: `g${at + 1}`, name: `Group ${at + 1}`, parentId: undefined })),
    async environments({ id }) {
      searched.push(id);
      const refusal = refuse(id);
      if (refusal !== undefined) throw refusal;
      const environment = { type: undefined, isProduction: false, organizationId: id, clientId: undefined };
      return [{ ...environment, id: `E${id.slice(1)}`, name: 'Sandbox' }];
    },
  };
  return { places, searched };
}

describe('the place of a link', () => {
  it('is searched in every group, the likely one first, whatever the case of ids', async () => {
    const { places, searched } = groups(4);
    const place = await placeOf(link({ environments: ['e2'] }), places, 'group 3');
    expect(place).toMatchObject({ organization: { id: 'g2' }, environment: { id: 'E2' } });
    expect(searched).toEqual(['g3', 'g1', 'g2']);
  });

  it('is searched in the group that the link names, and nowhere else', async () => {
    const { places, searched } = groups(4);
    const failure = await failureOf(placeOf(link({ organizations: ['g2'], environments: ['e3'] }), places, undefined));
    expect(failure.message).toContain('the environment e3 of business group "Group 2"');
    expect(searched).toEqual(['g2']);
  });

  it('may be a business group alone, also where only the id tells that it is one', async () => {
    for (const parts of [{ organizations: ['g2'] }, { unclear: ['g2'] }]) {
      const place = await placeOf(link(parts), groups(4).places, undefined);
      expect(place.organization?.id).toBe('g2');
      expect(place.environment).toBeUndefined();
    }
    const both = await placeOf(link({ unclear: ['g2', 'e2'] }), groups(4).places, undefined);
    expect(both.environment?.id).toBe('E2');
  });

  it('may be none', async () => {
    const place = await placeOf(link({}), groups(4).places, undefined);
    expect(place).toEqual({ link: link({}), organization: undefined });
    expect(commonPlace([place])).toBeUndefined();
  });

  it('is searched in 20 business groups at most, and the error says so', async () => {
    const { places, searched } = groups(25);
    const failure = await failureOf(placeOf(link({ environments: ['e25'] }), places, undefined));
    expect(searched).toHaveLength(20);
    expect(failure.why).toContain('Only 20 of 25 business groups were searched;');
    const place = await placeOf(link({ environments: ['e25'] }), groups(25).places, 'g25');
    expect(place.organization?.id).toBe('g25');
  });

  it('is found past groups that cannot be read, and those are named when it is not', async () => {
    const refusal = permissionFailure({ what: 'No.', next: 'Ask.' });
    const refuse = (group: string) => (group === 'g1' ? refusal : undefined);
    const { places } = groups(2, refuse);
    expect((await placeOf(link({ environments: ['e2'] }), places, undefined)).environment?.id).toBe('E2');
    const failure = await failureOf(placeOf(link({ environments: ['e1'] }), places, undefined));
    expect(failure.why).toContain('"Group 1" could not be read');
    const down = groups(2, () => platformFailure({ what: 'Down.', next: 'Wait.' })).places;
    expect((await failureOf(placeOf(link({ environments: ['e2'] }), down, undefined))).kind).toBe('platform');
  });

  it('is one', async () => {
    for (const parts of [{ organizations: ['g1', 'g2'] }, { environments: ['e1', 'e2'] }, { unclear: ['e1', 'e2'] }]) {
      const failure = await failureOf(placeOf(link(parts), groups(2).places, undefined));
      expect(failure.message).toContain('names two places');
    }
  });
});

describe('the place of several links', () => {
  const placed = async (...parts: Partial<ConsoleLink>[]) =>
    Promise.all(parts.map((one) => placeOf(link(one), groups(4).places, undefined)));

  it('is the most specific one', async () => {
    const links = await placed({}, { organizations: ['g2'] }, { environments: ['e2'] }, { unclear: ['e2'] });
    expect(commonPlace(links)?.environment?.id).toBe('E2');
  });

  it('is refused where they contradict each other', async () => {
    for (const pair of [
      [{ organizations: ['g1'] }, { environments: ['e2'] }],
      [{ organizations: ['g1'] }, { organizations: ['g2'] }],
      [{ environments: ['e1'] }, { environments: ['e2'] }],
    ]) {
      const links = await placed(...pair);
      expect(() => commonPlace(links)).toThrow(/Group 1.*Group 2|Group 2.*Group 1/);
    }
  });
});
