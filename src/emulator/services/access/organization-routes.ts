import type { Call } from '../../core/call.ts';
import { errorForm } from '../../core/errors.ts';
import type { Organization } from '../../core/identity/model.ts';
import { organizations } from '../../core/identity/organizations.ts';
import { users } from '../../core/identity/people.ts';
import { hasScope, type Scope } from '../../core/identity/permissions.ts';
import { integerFrom, text } from '../../core/queries.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { accessManagement, accessManagementPath } from './api.ts';
import { entitlementsView } from './entitlements-view.ts';
import { environmentView, visibleEnvironments } from './environment-routes.ts';
import { accessManagementError as fail } from './errors.ts';
import { belongsTo } from './groups/user.ts';
import { organizationFields, personView } from './views.ts';

const view = ['view:organization'] as const satisfies readonly Scope[];
const one = '/organizations/{organizationId}';

const membersQuery = {
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
  search: text,
  username: text,
  firstName: text,
  lastName: text,
};

/** An unknown organization is 400 here and 404 elsewhere [docs/platform/access.md#organizations]. */
const hierarchyApi = routesBelow(accessManagementPath, {
  fail: errorForm((status, message) => fail(status === 404 ? 400 : status, message)),
});

/** Organizations, their entitlements and members [docs/platform/access.md#organizations]. */
export const organizationRoutes: readonly Route[] = [
  accessManagement.organization('GET', one, view, (c, organization) =>
    c.json({
      ...organizationFields(c.var.platform, organization),
      environments: visibleEnvironments(c, organization).map(environmentView),
    }),
  ),

  hierarchyApi.organization('GET', `${one}/hierarchy`, view, (c, organization) =>
    c.json(hierarchyView(c, organization)),
  ),

  accessManagement.organization('GET', `${one}/entitlements`, view, (c, organization) =>
    c.json(entitlementsView(organization)),
  ),

  accessManagement.organization(
    'GET',
    `${one}/members`,
    { scopes: view, query: membersQuery },
    (c, organization, sent) => {
      const { offset, limit, search, ...names } = sent;
      const { store } = c.var.platform;
      const found = [...store.look(users)]
        .map(([, user]) => user)
        .filter((user) => belongsTo(store, user, organization))
        .filter(({ username, firstName, lastName, email }) =>
          contains(`${username} ${firstName} ${lastName} ${email}`, search),
        )
        .filter((user) =>
          (['username', 'firstName', 'lastName'] as const).every((at) => contains(user[at], names[at])),
        );
      const data = found
        .slice(offset, offset + limit)
        .map((user) => ({ ...personView(user), password_updatedAt: user.createdAt }));
      return c.json({ data, total: found.length });
    },
  ),
];

/** Whether a text has another one in it, in any case. What is not asked for, everything has. */
function contains(whole: string, part = ''): boolean {
  return whole.toLowerCase().includes(part.toLowerCase());
}

interface HierarchyView extends ReturnType<typeof organizationFields> {
  environmentsCount: number;
  subOrganizations: HierarchyView[];
}

function hierarchyView(c: Call, organization: Organization): HierarchyView {
  const { platform, principal } = c.var;
  const subOrganizations = organization.subOrganizationIds
    .map((id) => platform.store.of(organizations).get(id))
    .filter((child) => child !== undefined)
    .filter((child) => hasScope(principal, 'view:organization', child))
    .map((child) => hierarchyView(c, child));
  return {
    ...organizationFields(platform, organization),
    environmentsCount: visibleEnvironments(c, organization).length,
    subOrganizations,
  };
}
