import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins } from '../../../../../src/emulator/index.ts';
import { type Caller, send, signIn, withEmulator } from '../../../client.ts';
import { placed, roleId, root, serversIn } from './requests.ts';

const invites = `${root}/invites`;

/** As the document has them, in one invitation. */
const invitation = (roles: object[] = []) => ({
  email: 'ida@example.com',
  teams: [{ team_id: seedIds.operationsTeam, membership_type: 'member' }],
  role_groups: [{ name: 'Production readers', role_group_id: seedIds.productionReaders }],
  ...(roles.length === 0 ? {} : { roles }),
});

/** As the document has the acceptance of an invitation. */
const signUp = (code: string) => ({
  username: 'ida',
  password: 'Password1',
  confirmPassword: 'Password1',
  email: 'ida@example.com',
  firstName: 'Ida',
  lastName: 'Invited',
  phoneNumber: '123-456-7890',
  code,
  termsAccepted: true,
});

describe('an invitation', () => {
  it('makes a user with its teams, role groups and roles, once', async () => {
    await withEmulator({}, async (emulator, call) => {
      const role = placed(await roleId(call, 'Read Servers'), seedIds.rootDesign);
      const { status, body } = await call('POST', invites, [invitation([role])]);
      expect(status).toBe(200);
      expect(body).toEqual([
        {
          id: expect.any(Number),
          code: expect.any(String),
          invited_at: expect.any(String),
          invited_email: 'ida@example.com',
          invited_by_user: { id: seedIds.admin, username: 'ada.admin', first_name: 'Ada', last_name: 'Admin' },
          invited_to_org: { id: seedIds.root, name: 'Acme Outfitters' },
          expires_at: expect.any(String),
          status: 'INVITED',
          completed_at: null,
          completed_by_user: null,
          role_groups: invitation().role_groups,
          teams: [{ ...invitation().teams[0], team_name: 'Integration operations' }],
          roles: [role],
        },
      ]);
      const [{ id, code }] = body;
      expect((await call('GET', `${invites}/${id}`)).body).toEqual(body[0]);
      expect((await call('GET', `${invites}?search=IDA`)).body).toEqual({ data: body, total: 1 });
      const created = await send(emulator, 'POST', '/accounts/api/signup', signUp(code));
      expect([created.status, created.body.username]).toEqual([200, 'ida']);
      expect(JSON.stringify(created.body)).not.toContain('Password1');
      expect((await send(emulator, 'POST', '/accounts/api/signup', { ...signUp(code), username: 'b' })).status).toBe(
        400,
      );
      expect((await call('GET', invites)).body.total).toBe(0);

      const login = await send(emulator, 'POST', '/accounts/login', { username: 'ida', password: 'Password1' });
      const as: Caller = (method, path, sent, more = {}) =>
        call(method, path, sent, { ...more, authorization: `Bearer ${login.body.access_token}` });
      for (const environment of [seedIds.rootSandbox, seedIds.rootProduction, seedIds.rootDesign]) {
        expect(await serversIn(as, environment)).toBe(200);
      }
    });
  });

  it('expires after a week, is sent again, and is cancelled', async () => {
    await withEmulator({ clock: 'driven', tokenLifetimeSeconds: 60 * 24 * 3600 }, async (emulator, call) => {
      const [{ id, code }] = (await call('POST', invites, [invitation()])).body;
      emulator.clock.advance(7 * 24 * 3600_000);
      expect((await call('GET', `${invites}/${id}`)).body.status).toBe('EXPIRED');
      expect((await send(emulator, 'POST', '/accounts/api/signup', signUp(code))).status).toBe(400);
      expect((await call('POST', `${invites}/resend`, [id])).body[0].status).toBe('INVITED');
      expect((await call('DELETE', invites, [id])).status).toBe(204);
      expect((await call('DELETE', invites, [id])).status).toBe(400);
      expect((await send(emulator, 'POST', '/accounts/api/signup', signUp(code))).status).toBe(400);
    });
  });

  it.each([
    { email: 'nobody' },
    { teams: [{ team_id: seedIds.retail, membership_type: 'member' }] },
    { role_groups: [{ name: 'x', role_group_id: seedIds.retail }] },
    { roles: [placed('none')] },
    { message: 'welcome' },
  ])('is refused with %j', async (changes) => {
    await withEmulator({}, async (_, call) => {
      expect((await call('POST', invites, [{ ...invitation(), ...changes }])).status).toBe(400);
      expect((await call('GET', invites)).body.total).toBe(0);
    });
  });

  it.each([
    { email: 'other@example.com' },
    { confirmPassword: 'Password2' },
    { termsAccepted: false },
    { code: 'guessed' },
    { organizationName: 'New Company' },
  ])('is not accepted with %j', async (changes) => {
    await withEmulator({}, async (emulator, call) => {
      const [{ code }] = (await call('POST', invites, [invitation()])).body;
      const answer = await send(emulator, 'POST', '/accounts/api/signup', { ...signUp(code), ...changes });
      expect(answer.status).toBe(400);
      expect((await call('GET', invites)).body.total).toBe(1);
    });
  });

  it('needs the permission to change the organization', async () => {
    await withEmulator({}, async (emulator, call) => {
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('POST', invites, [invitation()])).status).toBe(403);
      const [{ id }] = (await call('POST', invites, [invitation()])).body;
      expect((await viewer('DELETE', invites, [id])).status).toBe(403);
    });
  });
});
