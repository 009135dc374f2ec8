import { seedIds } from '../../../src/emulator/index.ts';
import type { Make, Parameters } from './made.ts';

const organization = `/accounts/api/organizations/${seedIds.root}`;

/** Read Servers [docs/platform/access.md#roles]. */
const role_id = '8b7caaba-e94a-11e4-b02c-1681e6b88ec1';

/** A team, a role group and an invitation with everything that they can have, and who is in them. */
export async function makePeople(made: Make): Promise<Parameters> {
  const roles = [{ role_id, context_params: { org: seedIds.root, envId: seedIds.rootSandbox } }];
  const team = `${organization}/teams/${seedIds.operationsTeam}`;
  await made('PUT', `${team}/groupmappings`, [
    {
      membership_type: 'member',
      external_group_name: 'ops',
      provider_id: '3c1f0a52-6d1b-4a37-9a0e-5f5e9f4c7b11',
    },
  ]);
  await made('POST', `${team}/roles`, roles);
  await made('PUT', `${team}/members/${seedIds.operator}`, { membership_type: 'maintainer' });
  const groups = `${organization}/rolegroups`;
  const group = await made('POST', groups, {
    name: 'Auditors',
    description: 'Who reads everything',
    external_names: ['auditors'],
  });
  await made('POST', `${groups}/${group.role_group_id}/roles`, roles);
  await made('POST', `${groups}/${group.role_group_id}/users/${seedIds.operator}`);
  const [invite] = await made('POST', `${organization}/invites`, [
    {
      email: 'new@example.com',
      role_groups: [{ name: 'Auditors', role_group_id: group.role_group_id }],
      teams: [{ team_id: seedIds.operationsTeam, membership_type: 'member' }],
      roles,
    },
  ]);
  return {
    named: {
      teamId: seedIds.operationsTeam,
      roleGroupId: group.role_group_id,
      userId: seedIds.operator,
      inviteId: invite.id,
    },
    of: {
      'access-management GET /organizations/{organizationId}/members': {
        username: 'oli.operator',
        lastName: 'operator',
        firstName: 'oli',
        search: '',
      },
      'access-management GET /organizations/{organizationId}/users': {
        type: 'host',
        mfaVerificationExcluded: 'false',
        deleted: 'false',
      },
    },
  };
}
