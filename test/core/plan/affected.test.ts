import { describe, expect, it } from 'vitest';
import { type Dependent, type DependentSource, Dependents } from '../../../src/core/dependents.ts';
import { affectedBy, readAffected } from '../../../src/core/plan/affected.ts';
import type { EnvironmentContext } from '../../../src/core/tools/context.ts';
import { type Failure, permissionFailure } from '../../../src/platform/errors.ts';

const server = { kind: 'server', id: '7', name: 'mule-1' } as const;
const dependent = (kind: Dependent['kind'], id: string, on: string): Dependent => ({
  ...{ kind, id, name: `name ${id}`, title: `"name ${id}" (${id})`, on },
  ...{ status: 'RUNNING', findings: [] },
});

/** A context that has what plans read of dependents, and records what was left out. */
function context(...sources: DependentSource<EnvironmentContext>[]) {
  const missed: Failure[] = [];
  const parts = { dependents: new Dependents(sources), missing: (failure: Failure) => missed.push(failure) };
  // Nothing else of a context is read here.
  return { ctx: parts as unknown as EnvironmentContext, missed };
}
const source = (part: string, ...found: Dependent[]): DependentSource<EnvironmentContext> => ({
  on: ['server'],
  part,
  read: async () => (thing) => found.filter(({ on }) => on === thing.id),
});
const refused = permissionFailure({ what: 'Not allowed.', next: 'Ask.' });
const closed: DependentSource<EnvironmentContext> = {
  on: ['server'],
  part: 'API instances',
  read: () => Promise.reject(refused),
};

describe('what a write affects', () => {
  it('is everything that depends on the thing, of all services, by name and with what happens to it', async () => {
    const { ctx } = context(
      source('applications', dependent('application', '1', '7'), dependent('application', '2', '8')),
      source('API instances', dependent('API', '3', '7')),
    );
    const consequence = 'stops answering';
    expect(await affectedBy(server, consequence, ctx)).toEqual({
      affected: [
        { kind: 'application', id: '1', name: 'name 1', title: 'application "name 1" (1)', consequence },
        { kind: 'API', id: '3', name: 'name 3', title: 'API "name 3" (3)', consequence },
      ],
      warnings: [],
    });
  });

  it('includes, as a warning, what could not be read', async () => {
    const { ctx, missed } = context(source('applications', dependent('application', '1', '7')), closed);
    const { affected, warnings } = await affectedBy(server, 'stops', ctx);
    expect(affected).toMatchObject([{ id: '1' }]);
    expect(warnings).toEqual(['These could not be read, and are affected as well: API instances.']);
    expect(missed).toEqual([refused]);
  });

  it('is unknown, with a warning, when nothing could be read', async () => {
    const { affected, warnings } = await affectedBy(server, 'stops', context(closed).ctx);
    expect(affected).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  it('is read once for several things', async () => {
    let reads = 0;
    const all = source('applications', dependent('application', '1', '7'), dependent('application', '2', '8'));
    const counted = {
      ...all,
      read(ctx: EnvironmentContext) {
        reads++;
        return all.read(ctx);
      },
    };
    const of = await readAffected('server', context(counted).ctx);
    expect([of(server, 'stops'), of({ ...server, id: '8' }, 'stops')]).toMatchObject([
      { affected: [{ id: '1' }] },
      { affected: [{ id: '2' }] },
    ]);
    expect(reads).toBe(1);
  });
});
