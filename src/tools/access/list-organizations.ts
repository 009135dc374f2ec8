import * as z from 'zod';
import type { Organization } from '../../anypoint/access-management.ts';
import { defineReadTool } from '../define.ts';
import { cell, count } from '../present.ts';

export const listOrganizations = defineReadTool({
  name: 'anypoint_list_organizations',
  title: 'List business groups',
  toolset: 'access',
  effect: 'read',
  description: 'The tree of business groups that can be seen, the home organization first.',
  scope: 'account',
  input: {},
  output: z.object({
    organizations: z.array(
      z.object({ id: z.string(), name: z.string(), parentId: z.string().optional(), depth: z.number() }),
    ),
  }),
  async run(_args, { directory }) {
    const organizations = await directory.organizations();
    const depths = depthsOf(organizations);
    return {
      organizations: organizations.map(({ id, name, parentId }) => ({
        id,
        name,
        ...(parentId === undefined ? {} : { parentId }),
        depth: depths.get(id) ?? 0,
      })),
    };
  },
  present: ({ organizations }) => ({
    headline: `${count(organizations.length, 'business group')}.`,
    data: organizations.map(({ id, name, depth }) => `${'  '.repeat(depth)}${cell(name)} (${id})`).join('\n'),
  }),
});

/** Parents stand before their children, so one pass is enough. */
function depthsOf(organizations: readonly Organization[]): Map<string, number> {
  const depths = new Map<string, number>();
  for (const { id, parentId } of organizations) {
    depths.set(id, parentId === undefined ? 0 : (depths.get(parentId) ?? 0) + 1);
  }
  return depths;
}
