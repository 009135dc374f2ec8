import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../src/config/load.ts';
import { baseUrlFrom, credentialsFrom } from '../../src/config/sign-in.ts';

const app = { ANYPOINT_CLIENT_ID: 'app-id', ANYPOINT_CLIENT_SECRET: 'app-secret' };
const user = { ANYPOINT_USERNAME: 'jane', ANYPOINT_PASSWORD: 'jane-password' };
const settings = (env: Record<string, string>) => loadConfiguration([], env).settings;

describe('the way to sign in', () => {
  it.each([
    ['a connected app', app, { kind: 'connected-app', clientId: 'app-id', clientSecret: 'app-secret' }],
    ['a user', user, { kind: 'user', username: 'jane', password: 'jane-password' }],
    [
      'a connected app for a user, when both are given',
      { ...app, ...user },
      {
        kind: 'connected-app-for-user',
        clientId: 'app-id',
        clientSecret: 'app-secret',
        username: 'jane',
        password: 'jane-password',
      },
    ],
    [
      'a ready token before all others',
      { ...app, ANYPOINT_USERNAME: 'half', ANYPOINT_BEARER: 'ready' },
      { kind: 'access-token', accessToken: 'ready' },
    ],
  ])('is %s', (_name, env, credentials) => {
    expect(credentialsFrom(settings(env))).toEqual(credentials);
  });

  it.each([
    [{ ANYPOINT_CLIENT_ID: 'x' }, 'ANYPOINT_CLIENT_ID', 'ANYPOINT_CLIENT_SECRET'],
    [{ ANYPOINT_CLIENT_SECRET: 'hunter2' }, 'ANYPOINT_CLIENT_SECRET', 'ANYPOINT_CLIENT_ID'],
    [{ ANYPOINT_USERNAME: 'x' }, 'ANYPOINT_USERNAME', 'ANYPOINT_PASSWORD'],
    [{ ANYPOINT_PASSWORD: 'hunter2' }, 'ANYPOINT_PASSWORD', 'ANYPOINT_USERNAME'],
    [{ ...app, ANYPOINT_USERNAME: 'x' }, 'ANYPOINT_USERNAME', 'ANYPOINT_PASSWORD'],
    [{ ...user, ANYPOINT_CLIENT_ID: 'x' }, 'ANYPOINT_CLIENT_ID', 'ANYPOINT_CLIENT_SECRET'],
  ])('is missing when half of a pair is given (%j): the other half is named', (env, given, missing) => {
    const credentials = credentialsFrom(settings(env));
    expect(credentials).toMatchObject({
      kind: 'none',
      problem: { what: `${given} is set, but ${missing} is not.`, next: expect.stringContaining(`Set ${missing} too`) },
    });
    expect(JSON.stringify(credentials)).not.toContain('hunter2');
  });

  it('is missing without any: the variables and the embedded platform are named', () => {
    expect(credentialsFrom(settings({}))).toMatchObject({
      kind: 'none',
      problem: { next: expect.stringMatching(/ANYPOINT_CLIENT_ID and ANYPOINT_CLIENT_SECRET.*--emulator/) },
    });
  });
});

describe("the platform's address", () => {
  it.each([
    [{}, 'https://anypoint.mulesoft.com'],
    [{ ANYPOINT_REGION: 'eu' }, 'https://eu1.anypoint.mulesoft.com'],
    [{ ANYPOINT_HOST: 'pce.example.com:8443' }, 'https://pce.example.com:8443'],
    [{ ANYPOINT_BASE_URL: 'https://a.test/x/', ANYPOINT_HOST: 'b.test', ANYPOINT_REGION: 'eu' }, 'https://a.test/x'],
  ])('of %j is %s', (env, url) => {
    expect(baseUrlFrom(settings(env))).toBe(url);
  });

  it('is a configuration failure when it makes no sense', () => {
    expect(() => baseUrlFrom(settings({ ANYPOINT_REGION: 'mars' }))).toThrow(/ANYPOINT_REGION/);
    expect(() => baseUrlFrom(settings({ ANYPOINT_BASE_URL: 'http://a.test' }))).toThrow(/plain http/);
  });
});
