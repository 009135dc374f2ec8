import { html } from 'hono/html';
import type { Call } from '../../../core/call.ts';
import { PlatformError } from '../../../core/errors.ts';
import { authorizationRequests } from '../../../core/identity/consents.ts';
import type { AuthorizationRequest, ConnectedApp, User } from '../../../core/identity/model.ts';
import { organizations } from '../../../core/identity/organizations.ts';
import { connectedApps, userNamed, users } from '../../../core/identity/people.ts';
import { scopesWithoutPlace } from '../../../core/identity/permissions.ts';
import type { Platform } from '../../../core/platform.ts';
import { readFields } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { accessManagement, accessManagementPath, rootRoutes } from '../api.ts';
import { decide, openRequest, pendingRequest, requestOfForm } from './authorization-requests.ts';
import { answerPage, form, formTargetOf, problemText } from './pages.ts';
import { Refusal } from './refusal.ts';
import { invalidRequest } from './token-requests.ts';

const signInPath = '/accounts/sign-in';
const codePath = `${signInPath}/code`;
const providerPath = `${signInPath}/provider`;
const authorizePath = '/v2/oauth2/authorize';
const decisionPath = `${authorizePath}/decision`;

/** After so many wrong passwords or codes, the sign-in has to be started again. */
const maxFailures = 5;

/** The code of users without one of their own. */
const defaultCode = '000000';

type Answer = Response | Promise<Response>;
type Fields = Readonly<Record<string, unknown>>;

/**
 * What a person sees who lets an app act for them: sign-in, second factor or identity provider, consent
 * [docs/platform/authentication.md#oauth-for-people]. The pages are the embedded platform's own; only the requests of
 * the app are the platform's.
 */
export const signInRoutes: readonly Route[] = [
  accessManagement.open('POST', decisionPath, onForm(decision)),
  accessManagement.open('GET', authorizePath, onPage(authorize)),
  accessManagement.open('POST', authorizePath, onPage(authorize)),
  accessManagement.open('GET', `${authorizePath}/{domain}`, onPage(authorize)),
  accessManagement.open('POST', `${authorizePath}/{domain}`, onPage(authorize)),
  rootRoutes.open(
    'GET',
    signInPath,
    onPage((c) => showStep(c, pendingRequest(c, c.req.query('request')))),
  ),
  rootRoutes.open('POST', signInPath, onForm(signIn)),
  rootRoutes.open('POST', codePath, onForm(checkCode)),
  rootRoutes.open(
    'GET',
    providerPath,
    onPage((c) => showProvider(c, pendingRequest(c, c.req.query('request')))),
  ),
  rootRoutes.open('POST', providerPath, onForm(signInAtProvider)),
];

/** Shows what is refused, and a form that cannot be read, as a page: no app may learn of it. */
function onPage(handle: (c: Call) => Answer): (c: Call) => Promise<Response> {
  return async (c) => {
    try {
      return await handle(c);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof PlatformError)) throw error;
      const status = error instanceof Refusal ? error.status : 400;
      return answerPage(c, { title: 'Sign-in failed', content: html`<p>${error.message}</p>`, status });
    }
  };
}

function onForm(handle: (c: Call, request: AuthorizationRequest, fields: Fields) => Answer) {
  return onPage(async (c) => {
    const fields = await readFields(c, invalidRequest);
    return handle(c, requestOfForm(c, fields), fields);
  });
}

async function authorize(c: Call): Promise<Response> {
  const sent = c.req.method === 'POST' ? await parametersOf(c) : c.req.queries();
  const opened = openRequest(c, sent);
  c.header('cache-control', 'no-store');
  return c.redirect('redirect' in opened ? opened.redirect : stepUrl(opened), 302);
}

async function parametersOf(c: Call): Promise<Record<string, string[]>> {
  const body = await c.req.parseBody({ all: true });
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, [value].flat().map(String)]));
}

function stepUrl({ id }: AuthorizationRequest): string {
  return `${signInPath}?request=${id}`;
}

function showStep(c: Call, request: AuthorizationRequest, problem?: string): Answer {
  const { platform } = c.var;
  const user = platform.store.of(users).get(request.userId ?? '');
  if (user === undefined) return showSignIn(c, request, problem);
  return request.isVerified ? showConsent(c, request, user) : showCode(c, request, problem);
}

function showSignIn(c: Call, request: AuthorizationRequest, problem: string | undefined): Answer {
  const providers = providersOf(c.var.platform);
  const content = html`${problemText(problem)}
<p>${appOf(c.var.platform, request).name} asks for access to Anypoint Platform.</p>
${form({
  request,
  action: signInPath,
  fields: html`<label for="username">User name</label><input id="username" name="username" autocomplete="username" required>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>`,
})}
${providers.map((provider) => html`<p><a href="${providerPath}?request=${request.id}">Sign in with ${provider}</a></p>`)}`;
  return answerPage(c, { title: 'Sign in', content, status: problem === undefined ? 200 : 401 });
}

function providersOf({ store }: Platform): string[] {
  return [...new Set([...store.look(users)].flatMap(([, { identityProvider }]) => identityProvider ?? []))];
}

function showCode(c: Call, request: AuthorizationRequest, problem: string | undefined): Answer {
  const fields = html`<label for="code">Code of your authenticator</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required>
<button type="submit">Continue</button>`;
  const content = html`${problemText(problem)}${form({ request, action: codePath, fields })}`;
  return answerPage(c, { title: 'Second factor', content, status: problem === undefined ? 200 : 401 });
}

function showProvider(c: Call, request: AuthorizationRequest): Answer {
  const { store } = c.var.platform;
  const own = [...store.look(users)].map(([, user]) => user).filter((user) => user.identityProvider !== undefined);
  const content = html`<p>This page takes the place of an identity provider. Choose who you are.</p>
${form({
  request,
  action: providerPath,
  fields: html`${own.map(
    ({ username, identityProvider }) =>
      html`<button type="submit" name="username" value="${username}">${username} (${identityProvider})</button>`,
  )}`,
})}`;
  return answerPage(c, { title: 'Identity provider', content });
}

function showConsent(c: Call, request: AuthorizationRequest, user: User): Answer {
  const { store } = c.var.platform;
  const app = appOf(c.var.platform, request);
  const owner = store.of(organizations).get(app.ownerOrganizationId)?.name ?? app.ownerOrganizationId;
  const content = html`<p><strong>${app.name}</strong> of ${owner} asks to act for you, ${user.username}:</p>
<ul>${request.scopes.map((scope) => html`<li>${scopeText(scope)}</li>`)}</ul>
<p>It gets an answer at ${request.redirectUri}.</p>
${form({
  request,
  action: `${accessManagementPath}${decisionPath}`,
  fields: html`<button type="submit" name="decision" value="allow">Grant access</button>
<button type="submit" name="decision" value="deny" class="other">Deny</button>`,
})}`;
  return answerPage(c, { title: 'Grant access', content, formTarget: formTargetOf(request.redirectUri) });
}

function scopeText(scope: string): string {
  const names: Readonly<Record<string, string>> = scopesWithoutPlace;
  const name = Object.hasOwn(names, scope) ? names[scope] : undefined;
  return name === undefined ? scope : `${name} (${scope})`;
}

function signIn(c: Call, request: AuthorizationRequest, { username, password }: Fields): Answer {
  const user = userNamed(c.var.platform, username);
  if (user === undefined || user.identityProvider !== undefined || user.password !== password) {
    return failed(c, request, 'The user name or the password is wrong.');
  }
  return identify(c, request, user);
}

function checkCode(c: Call, request: AuthorizationRequest, { code }: Fields): Answer {
  const user = c.var.platform.store.of(users).get(request.userId ?? '');
  if (user === undefined || code !== (user.mfaCode ?? defaultCode)) return failed(c, request, 'The code is wrong.');
  request.isVerified = true;
  return c.redirect(stepUrl(request), 302);
}

function signInAtProvider(c: Call, request: AuthorizationRequest, { username }: Fields): Answer {
  const user = userNamed(c.var.platform, username);
  if (user?.identityProvider === undefined) throw new Refusal('The identity provider does not know the user.', 403);
  return identify(c, request, user);
}

function identify(c: Call, request: AuthorizationRequest, user: User): Answer {
  const { platform } = c.var;
  if (!user.enabled) throw new Refusal('The user is disabled and cannot sign in.', 403);
  const app = appOf(platform, request);
  if (
    app.audience !== 'everyone' &&
    rootOf(platform, app.ownerOrganizationId) !== rootOf(platform, user.organizationId)
  ) {
    throw new Refusal(`${app.name} is for users of its own organization.`, 403);
  }
  request.userId = user.id;
  request.isVerified = !user.mfa;
  return c.redirect(stepUrl(request), 302);
}

function rootOf({ store }: Platform, organizationId: string): string {
  return store.of(organizations).get(organizationId)?.parentOrganizationIds[0] ?? organizationId;
}

function failed(c: Call, request: AuthorizationRequest, problem: string): Answer {
  request.failures += 1;
  if (request.failures < maxFailures) return showStep(c, request, problem);
  c.var.platform.store.delete(authorizationRequests, request.id);
  throw new Refusal('Too many wrong attempts. Start again from the app.', 403);
}

function decision(c: Call, request: AuthorizationRequest, { decision: decided }: Fields): Answer {
  if (!request.isVerified) throw new Refusal('Sign in first.', 403);
  if (decided !== 'allow' && decided !== 'deny') throw new Refusal('decision has to be allow or deny.');
  return c.redirect(decide(c.var.platform, request, decided === 'allow'), 302);
}

function appOf({ store }: Platform, { clientId }: AuthorizationRequest): ConnectedApp {
  const app = store.of(connectedApps).get(clientId);
  if (app?.enabled !== true) throw new Refusal('The app was deleted or disabled meanwhile.');
  return app;
}
