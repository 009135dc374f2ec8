import * as z from 'zod';
import { quote } from '../../domain/resolve.ts';
import { defineReadTool } from '../define.ts';
import { count, table } from '../present.ts';

export const listEnvironments = defineReadTool({
  name: 'anypoint_list_environments',
  title: 'List environments',
  toolset: 'access',
  effect: 'read',
  description: 'Environments of a business group with type (production, sandbox, design) and client id.',
  scope: 'organization',
  input: {},
  output: z.object({
    organization: z.object({ id: z.string(), name: z.string() }),
    environments: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.string(),
        isProduction: z.boolean(),
        clientId: z.string().optional(),
      }),
    ),
  }),
  async run(_args, { directory, organization }) {
    const environments = await directory.environments(organization);
    return {
      organization: { id: organization.id, name: organization.name },
      environments: environments.map(({ id, name, type, isProduction, clientId }) => ({
        id,
        name,
        type: type ?? 'unknown',
        isProduction,
        ...(clientId === undefined ? {} : { clientId }),
      })),
    };
  },
  present: ({ organization, environments }) => ({
    headline: `${count(environments.length, 'environment')} in business group ${quote(organization.name)} (${organization.id}).`,
    data: table(environments, ['name', 'type', 'id', 'clientId']),
  }),
});
