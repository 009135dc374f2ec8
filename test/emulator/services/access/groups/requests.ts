import { type Emulator, seedIds } from '../../../../../src/emulator/index.ts';
import { type Caller, send } from '../../../client.ts';

/** The organization that the tests are about. */
export const root = `/accounts/api/organizations/${seedIds.root}`;

/** As the community provider sends it (mulesoft-anypoint/terraform-provider-anypoint, anypoint/resource_user.go). */
export const newUser = {
  username: 'ian.new',
  firstName: 'Ian',
  lastName: 'New',
  email: 'ian@example.com',
  phoneNumber: '',
  password: 'emulator-only',
};

/** Creates a user, who may do nothing yet. Returns its id and what it sends. */
export async function userIn(
  emulator: Emulator,
  call: Caller,
  changes: object = {},
): Promise<{ id: string; as: Caller }> {
  const sent = { ...newUser, ...changes };
  const created = await call('POST', `${root}/users`, sent);
  const login = await send(emulator, 'POST', '/accounts/login', { username: sent.username, password: sent.password });
  const headers = { authorization: `Bearer ${login.body.access_token}`, 'x-anypnt-org-id': seedIds.root };
  const as: Caller = (method, path, body, more = {}) => send(emulator, method, path, body, { ...headers, ...more });
  return { id: created.body.id, as };
}

/** The status of a list of servers in an environment of the root organization. */
export async function serversIn(call: Caller, environmentId: string): Promise<number> {
  return (await call('GET', '/hybrid/api/v1/servers', undefined, { 'x-anypnt-env-id': environmentId })).status;
}

/** The id of a role. */
export async function roleId(call: Caller, name: string): Promise<string> {
  const { body } = await call('GET', `/accounts/api/roles?name=${encodeURIComponent(name)}`);
  return body.data[0].role_id;
}

/** A role in an environment of the root organization, or in all of it. */
export const placed = (role_id: string, envId?: string) => ({
  role_id,
  context_params: { org: seedIds.root, ...(envId === undefined ? {} : { envId }) },
});
