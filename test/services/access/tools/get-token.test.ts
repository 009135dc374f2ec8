import { describe, expect, it } from 'vitest';
import { seedLogins } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

describe('anypoint_get_token', () => {
  it('says who the token is for, where and until when, without showing it', async () => {
    const harness = await startHarness();
    const result = await harness.call('anypoint_get_token');
    const token = (await harness.session.platform.client.token()).value;
    expect(result.structured).toMatchObject({
      signedInAs: 'connected app',
      name: 'platform-automation',
      id: harness.emulator.access.clientId,
      platform: harness.emulator.baseUrl,
      tokenIsMasked: true,
    });
    expect(JSON.stringify(result)).not.toContain(token);
    expect(result.text).toContain(harness.emulator.access.organizationName);
    expect(result.text).toContain('ANYPOINT_REVEAL_TOKEN');
  });

  it('shows the raw token when the operator allowed it, and only then', async () => {
    const harness = await startHarness({ env: { ANYPOINT_REVEAL_TOKEN: 'true' } });
    const { token, tokenIsMasked } = await harness.ok('anypoint_get_token');
    expect(token).toBe((await harness.session.platform.client.token()).value);
    expect(tokenIsMasked).toBe(false);
    // The permission is for this result: everywhere else the token stays masked.
    expect(harness.secrets.redact(`token ${token}`)).not.toContain(token);
    expect(harness.logged.join()).not.toContain(token);
  });

  it('knows a user, and an app that acts for a user', async () => {
    const probe = await startHarness();
    const { username, password } = probe.emulator.access;
    const asUser = {
      ANYPOINT_CLIENT_ID: '',
      ANYPOINT_CLIENT_SECRET: '',
      ANYPOINT_USERNAME: username,
      ANYPOINT_PASSWORD: password,
    };
    const harness = await startHarness({ env: asUser });
    expect(await harness.ok('anypoint_get_token')).toMatchObject({ signedInAs: 'user', name: username });
    const forUser = await startHarness({
      env: {
        ANYPOINT_CLIENT_ID: seedLogins.delegate.clientId,
        ANYPOINT_CLIENT_SECRET: seedLogins.delegate.clientSecret,
        ANYPOINT_USERNAME: username,
        ANYPOINT_PASSWORD: password,
      },
    });
    expect(await forUser.ok('anypoint_get_token')).toMatchObject({
      signedInAs: 'connected app for a user',
      name: username,
    });
  });

  it('explains an account that needs a second factor, and what to use instead', async () => {
    const probe = await startHarness();
    const { username, password } = probe.emulator.access.mfaUser;
    const harness = await startHarness({
      env: {
        ANYPOINT_CLIENT_ID: '',
        ANYPOINT_CLIENT_SECRET: '',
        ANYPOINT_USERNAME: username,
        ANYPOINT_PASSWORD: password,
      },
    });
    const text = await harness.fails('anypoint_get_token');
    expect(text).toContain('multi-factor authentication or single sign-on');
    expect(text).toContain('ANYPOINT_CLIENT_ID');
    expect(text).not.toContain(password);
  });

  it('names both ends of a wrong secret: what was refused and what to check', async () => {
    const harness = await startHarness({ env: { ANYPOINT_CLIENT_SECRET: 'definitely-wrong-secret' } });
    const text = await harness.fails('anypoint_get_token');
    expect(text).toContain('refused to sign in with the configured connected app');
    expect(text).toContain('ANYPOINT_CLIENT_SECRET');
    expect(text).toContain('POST /accounts/api/v2/oauth2/token');
    expect(text).not.toContain('definitely-wrong-secret');
  });

  it('says what to set when nothing is configured, and sends nothing', async () => {
    const harness = await startHarness({ env: { ANYPOINT_CLIENT_ID: '', ANYPOINT_CLIENT_SECRET: '' } });
    const text = await harness.fails('anypoint_get_token');
    expect(text).toContain('ANYPOINT_CLIENT_ID');
    expect(text).toContain('--emulator');
    expect(harness.seen).toEqual([]);
  });
});
