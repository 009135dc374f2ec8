import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { seedLogins, startEmulator } from '../../dist/emulator.js';
import { startBrowser } from './browser.mjs';

// The sign-in that an app sends its user to, as a person goes through it in a real browser.

const oauth = '/accounts/api/v2/oauth2';

/** The app of a user: it waits at its redirect address for what the browser brings. */
async function startApp() {
  const arrivals = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/callback') arrivals.push(url);
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>app</title><h1>Back in the app</h1>');
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  return { arrivals, redirectUri: `http://localhost:${server.address().port}/callback`, close: () => server.close() };
}

describe('the sign-in of a person', () => {
  let browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());

  /** An embedded platform, an app that is registered with it, and an empty browser window. */
  async function opened(t, change = () => undefined) {
    const emulator = await startEmulator({});
    const app = await startApp();
    const context = await browser.newContext({ javaScriptEnabled: true });
    t.after(async () => {
      await context.close();
      app.close();
      await emulator.close();
    });
    const { clientId, clientSecret } = seedLogins.delegate;
    emulator.store.connectedApps.get(clientId).redirectUris = [app.redirectUri];
    change(emulator);
    const page = await context.newPage();
    const problems = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    const foreign = [];
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      if (origin !== emulator.baseUrl && !request.url().startsWith(app.redirectUri.replace('/callback', '')))
        foreign.push(`${origin}${pathname}`);
    });
    const start = (more = {}) =>
      page.goto(
        `${emulator.baseUrl}${oauth}/authorize?${new URLSearchParams({
          ...{ client_id: clientId, redirect_uri: app.redirectUri, response_type: 'code', state: 'a b&c' },
          ...{ scope: 'full offline_access', ...more },
        })}`,
      );
    const redeem = async (more = {}) => {
      const code = app.arrivals.at(-1)?.searchParams.get('code') ?? '';
      const response = await fetch(`${emulator.baseUrl}${oauth}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          ...{ client_id: clientId, client_secret: clientSecret, grant_type: 'authorization_code' },
          ...{ code, redirect_uri: app.redirectUri, ...more },
        }),
      });
      return { status: response.status, body: await response.json() };
    };
    const signIn = async ({ username, password }) => {
      await page.getByLabel('User name').fill(username);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    return { emulator, app, page, problems, foreign, start, redeem, signIn };
  }

  it('leads back to the app with a code that yields tokens, and loads nothing from elsewhere', async (t) => {
    const { app, page, problems, foreign, start, redeem, signIn } = await opened(t);
    await start();
    assert.match(await page.title(), /^Sign in/);
    await signIn(seedLogins.admin);
    await page.getByRole('heading', { name: 'Grant access' }).waitFor();
    assert.match(await page.locator('main').innerText(), /developer-console[\s\S]*ada\.admin[\s\S]*Full Access/);
    await page.getByRole('button', { name: 'Grant access' }).click();
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor();
    assert.equal(app.arrivals.length, 1);
    assert.equal(app.arrivals[0].searchParams.get('state'), 'a b&c');
    const { status, body } = await redeem();
    assert.equal(status, 200);
    assert.equal(body.scope, 'full offline_access');
    assert.ok(body.refresh_token);
    assert.deepEqual(
      foreign.filter((url) => !url.endsWith('/favicon.ico')),
      [],
    );
    // The content security policy lets the style of the page and the way back through.
    assert.deepEqual(
      problems.filter((text) => !/favicon/.test(text)),
      [],
    );
  });

  it('can be done with the keyboard alone', async (t) => {
    const { app, page, start } = await opened(t);
    await start();
    await page.keyboard.press('Tab');
    await page.keyboard.type(seedLogins.admin.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(seedLogins.admin.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Grant access' }).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Grant access');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor();
    assert.equal(app.arrivals.length, 1);
  });

  it('says what is wrong, and tells the app of a no', async (t) => {
    const { app, page, start, signIn } = await opened(t);
    await start();
    await signIn({ username: seedLogins.admin.username, password: 'wrong' });
    assert.match(await page.getByRole('alert').innerText(), /password is wrong/);
    await signIn(seedLogins.admin);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor();
    assert.equal(app.arrivals[0].searchParams.get('error'), 'access_denied');
    assert.equal(app.arrivals[0].searchParams.get('code'), null);
  });

  it('keeps to the verifier of PKCE', async (t) => {
    const { page, start, redeem, signIn } = await opened(t);
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    await start({ code_challenge: challenge, code_challenge_method: 'S256' });
    await signIn(seedLogins.admin);
    await page.getByRole('button', { name: 'Grant access' }).click();
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor();
    assert.equal((await redeem({ code_verifier: 'x'.repeat(43) })).status, 400);
  });

  it('asks for the second factor of a user who has one', async (t) => {
    const { page, start, signIn } = await opened(t, ({ store }) => {
      const user = [...store.users.values()].find(({ username }) => username === seedLogins.admin.username);
      user.mfa = true;
      user.mfaCode = '246810';
    });
    await start();
    await signIn(seedLogins.admin);
    await page.getByLabel('Code of your authenticator').fill('111111');
    await page.getByRole('button', { name: 'Continue' }).click();
    assert.match(await page.getByRole('alert').innerText(), /code is wrong/);
    await page.getByLabel('Code of your authenticator').fill('246810');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Grant access' }).waitFor();
  });

  it('goes by way of the identity provider of a user who has one', async (t) => {
    const { page, start } = await opened(t, ({ store }) => {
      const user = [...store.users.values()].find(({ username }) => username === seedLogins.admin.username);
      user.identityProvider = 'Acme SSO';
    });
    await start();
    await page.getByRole('link', { name: 'Sign in with Acme SSO' }).click();
    await page.getByRole('button', { name: /ada\.admin/ }).click();
    await page.getByRole('heading', { name: 'Grant access' }).waitFor();
  });

  it('shows the name of an app as text, whatever stands in it', async (t) => {
    const { page, problems, start } = await opened(t, ({ store }) => {
      store.connectedApps.get(seedLogins.delegate.clientId).name = '<img src=x onerror=alert(1)><h1>Done</h1>';
    });
    await start();
    assert.match(await page.locator('main').innerText(), /<img src=x onerror=alert\(1\)>/);
    assert.equal(await page.locator('img').count(), 0);
    assert.deepEqual(
      problems.filter((text) => !/favicon/.test(text)),
      [],
    );
  });
});
