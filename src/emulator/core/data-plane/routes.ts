import { type Context, Hono } from 'hono';
import { gatekeeperOf, isPaired, isServed, trackedApi } from '../../services/apis/autodiscovery.ts';
import type { ApiInstance } from '../../services/apis/model.ts';
import { isMalformed } from '../../services/apis/policies/check.ts';
import { type PassingRequest, passPolicies } from '../../services/apis/policies/enforcement.ts';
import { enforcedPolicies } from '../../services/apis/policies/propagation.ts';
import type { RuntimeProcess } from '../../services/applications/model.ts';
import type { Platform, PlatformEnv } from '../platform.ts';
import { applicationsOf } from './processes.ts';
import { basePathOf, gatewayHostOf } from './urls.ts';

/**
 * The data plane: applications, and instances on gateways, answer here instead of on hosts of their own. It knows no
 * access tokens; who gets through is what the policies say.
 */
export function dataPlaneRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();

  app.all('/apps/:host/*', (c) => {
    const { host } = c.req.param();
    for (const application of applicationsOf(store, clock.now())) {
      if (application.host !== host) continue;
      if (application.process === null) return unavailable(`Application ${application.name} is not running`);
      return throughGatekeeper(platform, c, application.name, application.process, restOf(c, `/apps/${host}`));
    }
    return Response.json({ error: `No application answers at ${host}` }, { status: 404 });
  });

  app.all('/gateways/:host/*', (c) => {
    const { host } = c.req.param();
    const gateways = [...store.managedGateways.values(), ...store.selfManagedGateways.values()];
    const gateway = gateways.find((one) => gatewayHostOf(one) === host);
    if (gateway === undefined) return Response.json({ error: `No gateway answers at ${host}` }, { status: 404 });
    const path = restOf(c, `/gateways/${host}`);
    const api = [...store.apis.values()]
      .filter(({ deployment }) => deployment?.targetId === gateway.id)
      .filter((one) => `${path}/`.startsWith(`${basePathOf(one)}/`))
      .sort((a, b) => basePathOf(b).length - basePathOf(a).length)[0];
    if (api === undefined) return Response.json({ error: `No API listens on ${path}` }, { status: 404 });
    if (!isServed(store, api, clock.now())) return unavailable(`API ${api.id} is not being served`);
    return throughPolicies(platform, c, api, api.assetId, path.slice(basePathOf(api).length) || '/');
  });

  app.all('/proxies/:apiId/*', (c) => {
    const { apiId } = c.req.param();
    const api = store.apis.get(Number(apiId));
    if (api === undefined || api.deployment === null) {
      return Response.json({ error: `No proxy answers for API ${apiId}` }, { status: 404 });
    }
    if (!isServed(store, api, clock.now())) return unavailable(`The proxy of API ${apiId} is not running`);
    return throughPolicies(platform, c, api, api.assetId, restOf(c, `/proxies/${apiId}`));
  });

  return app;
}

function unavailable(error: string): Response {
  return Response.json({ error }, { status: 503 });
}

function restOf(c: Context, before: string): string {
  const path = decodeURIComponent(new URL(c.req.url).pathname);
  return path.slice(path.indexOf(before) + before.length) || '/';
}

/** The gatekeeper acts after a start only: until all policies are there, and while one cannot be applied (reference 9). */
function throughGatekeeper(
  platform: Platform,
  c: Context<PlatformEnv>,
  name: string,
  process: RuntimeProcess,
  path: string,
): Response {
  const { store, clock } = platform;
  const now = clock.now();
  const isOff = gatekeeperOf(process) === 'disabled';
  if (!isPaired(store, process)) return answer(c, name, path, passing(c, path));
  const api = trackedApi(store, process);
  if (api === undefined || now < process.opensAt) {
    return isOff ? answer(c, name, path, passing(c, path)) : unavailable('The gatekeeper waits for the policies');
  }
  const brokenAtStart = api.policies.some(
    (policy) => !policy.disabled && (policy.updatedAt ?? policy.createdAt) <= process.startedAt && isMalformed(policy),
  );
  if (brokenAtStart && !isOff) return unavailable('The gatekeeper blocks: a policy cannot be applied');
  return throughPolicies(platform, c, api, name, path);
}

/** A policy that the runtime cannot work with is not enforced: what was broken from the start is the gatekeeper's. */
function throughPolicies(
  platform: Platform,
  c: Context<PlatformEnv>,
  api: ApiInstance,
  name: string,
  path: string,
): Response {
  const policies = enforcedPolicies(platform.store, api, platform.clock.now()).filter((one) => !isMalformed(one));
  const request = passing(c, path);
  return passPolicies(platform, api, policies, request) ?? answer(c, name, path, request);
}

function passing(c: Context, path: string): PassingRequest {
  return { method: c.req.method, path, headers: new Headers(c.req.raw.headers), answerHeaders: new Headers() };
}

/** What every application answers: who it is, and what reached it. */
function answer(c: Context, application: string, path: string, { headers, answerHeaders }: PassingRequest): Response {
  const shown = [...headers].filter(([name]) => !/^(authorization|cookie|client_secret|proxy-.*)$/.test(name));
  return Response.json(
    { application, method: c.req.method, path, headers: Object.fromEntries(shown) },
    { status: 200, headers: answerHeaders },
  );
}
