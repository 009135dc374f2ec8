import type { Scope } from '../../../core/identity/permissions.ts';
import { requireOrganization } from '../../../core/identity/places.ts';
import { flag, integerFrom, oneOf, text } from '../../../core/queries.ts';
import type { Route } from '../../../core/routes.ts';
import { accessManagement } from '../api.ts';
import { accessManagementError as fail } from '../errors.ts';
import { homeOf } from '../home.ts';
import { rolesOf, roleView } from './roles.ts';

const view = ['view:organization'] as const satisfies readonly Scope[];

/** No role is internal here, so `include_internal` changes nothing. */
const listQuery = {
  name: text,
  description: text,
  include_internal: flag,
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
  search: text,
  sort: oneOf(['name', 'role_id', 'description', 'internal']),
  ascending: flag,
};

/** Roles that can be assigned [docs/platform/access.md#roles]. */
export const roleRoutes: readonly Route[] = [
  accessManagement.checkedByHandler(
    'GET',
    '/roles',
    { level: 'organization', scopes: view, query: listQuery },
    (c, { name, description, search = '', sort = 'name', ascending = true, offset, limit }) => {
      requireOrganization(c, homeOf(c), view, fail);
      const found = rolesOf(c.var.platform.scopes)
        .map(roleView)
        .filter(
          (role) =>
            (name === undefined || role.name === name) &&
            (description === undefined || role.description === description) &&
            role.name.toLowerCase().includes(search.toLowerCase()),
        )
        .sort((a, b) => String(a[sort]).localeCompare(String(b[sort])));
      if (!ascending) found.reverse();
      return c.json({ data: found.slice(offset, offset + limit), total: found.length });
    },
  ),
  accessManagement.checkedByHandler('GET', '/roles/{roleId}', { level: 'organization', scopes: view }, (c) => {
    requireOrganization(c, homeOf(c), view, fail);
    const role = rolesOf(c.var.platform.scopes).find(({ id }) => id === c.req.param('roleId'));
    if (role === undefined) throw fail(404, 'Role not found');
    return c.json(roleView(role));
  }),
];
