import * as z from 'zod';
import type { Organization } from '../../../core/place/place.ts';
import { count } from '../../../core/text/quote.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { nameContains } from '../../../core/tools/params.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData } from '../../../platform/text.ts';

const organizationRow = z.object({
  id: z.string(),
  name: platformText,
  /** Name of the business group above. */
  parent: z.string().optional(),
  parentId: z.string().optional(),
  /** Names from the home organization down to it. */
  path: z.string(),
  /** Steps from the home organization. */
  depth: z.number(),
});

const filters = { nameContains };

declare module '../../../core/operations.ts' {
  interface Operations {
    'organization.list': typeof filters;
  }
}

export const listOrganizations = defineListTool({
  name: 'anypoint_list_organizations',
  title: 'List business groups',
  toolset: 'access',
  operation: 'organization.list',
  description: 'Lists the business groups that the sign-in can see as a tree, from the home organization down.',
  scope: 'account',
  reach: 'one',
  filters,
  rows: {
    key: 'organizations',
    thing: { argument: 'organization', noun: 'business group' },
    row: organizationRow,
    identity: ['name', 'id'],
    order: 'path',
    brief: ['parent'],
    full: ['parent', 'depth'],
  },
  facts: {},
  example: { arguments: {}, answers: 'Acme Outfitters' },
  async read({ nameContains: part = '' }, { directory }) {
    const folded = part.toLowerCase();
    const rows = rowsOf(await directory.organizations());
    return { rows: rows.filter(({ name }) => name.toLowerCase().includes(folded)), facts: {}, of: rows.length };
  },
  headline: (_facts, { total = 0, of }) =>
    of === undefined ? `${count(total, 'business group')}.` : `${total} of ${count(of, 'business group')} match.`,
});

/** Parents stand before their children, so one pass is enough. */
function rowsOf(organizations: readonly Organization[]): z.output<typeof organizationRow>[] {
  const rows = new Map<string, z.output<typeof organizationRow>>();
  for (const { id, name, parentId } of organizations) {
    const parent = parentId === undefined ? undefined : rows.get(parentId);
    const depth = parentId === undefined ? 0 : (parent?.depth ?? 0) + 1;
    const path = parent === undefined ? name : `${parent.path} / ${inData(name)}`;
    rows.set(id, withoutUndefined({ id, name, parent: parent?.name, parentId, path, depth }));
  }
  return [...rows.values()];
}
