import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/config/load.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { appVariables } from '../../../src/services/applications/credentials.ts';

const env = {
  PATH: '/usr/bin',
  ANYPOINT_CLIENT_ID: 'app-id',
  ANYPOINT_CLIENT_SECRET: 'platform-secret',
  ANYPOINT_APP_CLIENT_SECRET: '7f1Kd92mQx4Zp8Lw3RtV',
  ANYPOINT_APP_EMPTY: '',
  ANYPOINT_FILES_DIR: '/srv/jars',
};

describe('variables that can be set in applications', () => {
  it('are those with the prefix, and no others', () => {
    expect(appVariables(env)).toEqual({ ANYPOINT_APP_CLIENT_SECRET: '7f1Kd92mQx4Zp8Lw3RtV' });
  });

  it('reach the tools with the session, and are never shown', () => {
    const secrets = new Secrets();
    const { settings } = createSession(loadConfiguration([], env).settings, secrets, { env });
    expect(settings).toMatchObject({
      filesDir: ['/srv/jars'],
      appVariables: { ANYPOINT_APP_CLIENT_SECRET: '7f1Kd92mQx4Zp8Lw3RtV' },
    });
    expect(secrets.redact('it is 7f1Kd92mQx4Zp8Lw3RtV')).toBe('it is [secret]');
  });

  it('are none, and no folder is allowed, by default', () => {
    const { settings } = createSession(loadConfiguration([], {}).settings, new Secrets(), { env: {} });
    expect(settings).toMatchObject({ filesDir: [], appVariables: {} });
  });
});
