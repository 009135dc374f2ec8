import * as z from 'zod';
import { environments, organizations } from '../../../core/identity/organizations.ts';
import type { Platform } from '../../../core/platform.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import type { PrivateSpace, SpaceAssociation } from '../model.ts';
import { isRelated } from '../private-space.ts';
import { requireJson, spaceScopes } from '../space-access.ts';
import { requirePart, spaceApi, spaceOf, spacePath } from './api.ts';

const all = `${spacePath}/associations` as const;
const one = `${all}/{associationId}` as const;

const body = z.strictObject({
  associations: z.array(
    z.strictObject({
      organizationId: z.string().min(1),
      environment: z.string().min(1),
      // Clients send back what they have read.
      id: z.string().optional(),
    }),
  ),
});

/** Which environments may use a private space [docs/platform/runtime-fabric.md#associations]. */
export const associationRoutes: readonly Route[] = [
  spaceApi.organization('GET', all, spaceScopes.read, (c, organization) =>
    c.json(spaceOf(c, organization).associations ?? []),
  ),

  spaceApi.organization('POST', all, spaceScopes.manage, async (c, organization) => {
    const { platform } = c.var;
    const space = spaceOf(c, organization);
    requireJson(c);
    const sent = (await readBody(c, body, fail)).associations;
    const wanted = sent.map(({ organizationId, environment }) =>
      checked(platform, space, { organizationId, environmentId: environment }),
    );
    const associations = [...(space.associations ?? [])];
    const answer = wanted.map((pair): SpaceAssociation => {
      const known = associations.find(
        (other) => other.organizationId === pair.organizationId && other.environmentId === pair.environmentId,
      );
      if (known !== undefined) return known;
      const created = { id: crypto.randomUUID(), ...pair };
      associations.push(created);
      return created;
    });
    space.associations = associations;
    return c.json(answer);
  }),

  spaceApi.organization('GET', one, spaceScopes.read, (c, organization) =>
    c.json(requirePart(spaceOf(c, organization).associations, c.req.param('associationId'), 'Association')),
  ),

  spaceApi.organization('DELETE', one, spaceScopes.manage, (c, organization) => {
    const space = spaceOf(c, organization);
    const { id } = requirePart(space.associations, c.req.param('associationId'), 'Association');
    space.associations = (space.associations ?? []).filter((other) => other.id !== id);
    return c.json({});
  }),
];

type Pair = Omit<SpaceAssociation, 'id'>;

/** An organization is `all` or one that the space can be shared with, an environment one of it. @throws PlatformError 400 */
function checked({ store }: Platform, space: PrivateSpace, { organizationId, environmentId }: Pair): Pair {
  const isGroup = /^(all|production|sandbox)$/.test(environmentId);
  if (organizationId === 'all') {
    if (!isGroup) throw fail(400, 'associations: an environment needs the id of its organization');
    return { organizationId, environmentId };
  }
  const organization = store.of(organizations).get(organizationId.toLowerCase());
  if (organization === undefined || !isRelated(space, organization)) {
    throw fail(400, `associations: organization ${organizationId} cannot use this private space`);
  }
  if (isGroup) return { organizationId: organization.id, environmentId };
  const environment = store.of(environments).get(environmentId.toLowerCase());
  if (environment?.organizationId !== organization.id) {
    throw fail(400, `associations: environment ${environmentId} was not found in organization ${organization.id}`);
  }
  return { organizationId: organization.id, environmentId: environment.id };
}
