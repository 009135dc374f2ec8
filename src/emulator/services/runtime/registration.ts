import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { armError } from '../../core/errors.ts';
import type { Place } from '../../core/places.ts';
import { hexId, type Platform, type PlatformEnv } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { ArmServer, ServerStatus } from '../../core/store.ts';
import { bearerOf } from '../../core/tokens.ts';
import { durations, moving } from '../../core/transitions.ts';
import { serverKind } from './server-view.ts';
import { newTarget, requireFreeName } from './targets.ts';

/** What a runtime's agent sends [spec:arm]; `registrationToken` and `addresses` are the emulator's own. */
const registrationBody = z.object({
  signatureRequest: z.string().min(1),
  muleLabel: z.string().trim().min(1),
  muleVersion: z.string().default('4.9.6'),
  gatewayVersion: z.string().optional(),
  registrationToken: z.string().optional(),
  addresses: z.array(z.object({ ip: z.string(), networkInterface: z.string() })).optional(),
});

const validityMs = 2 * 365 * 24 * 3600 * 1000;

/**
 * `POST /servers`, the call of `amc_setup` (reference 3.1): makes a server that is CREATED and connects a little later.
 * How the agent carries its registration token is not documented, so it is taken from the `Authorization` header
 * or from the body. The place comes from the token; the two ARM headers are not looked at.
 */
export function armRegistrationRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();

  app.post('/servers', async (c) => {
    const body = await readBody(c, registrationBody, armError);
    const place = placeOfToken(platform, c, body.registrationToken);
    if (!place.organization.entitlements.hybrid.enabled) {
      throw armError(403, 'The organization is not entitled to register servers');
    }
    requireFreeName(store, serverKind, place, body.muleLabel);
    const now = clock.now();
    const server: ArmServer = {
      ...newTarget(store, place, body.muleLabel, now),
      serverType: 'MULE',
      muleVersion: body.muleVersion,
      gatewayVersion: body.gatewayVersion ?? body.muleVersion,
      agentVersion: '2.7.2',
      status: moving<ServerStatus>(clock, 'CREATED', 'RUNNING', durations.serverConnects),
      addresses: body.addresses ?? [{ ip: `10.20.9.${(store.servers.size % 250) + 1}`, networkInterface: 'eth0' }],
      licenseExpirationDate: now + validityMs,
      certificateExpirationDate: now + validityMs,
    };
    store.servers.set(server.id, server);
    const client = store.clients.get(place.organization.clientId);
    const { origin } = new URL(c.req.url);
    return c.json({
      clientId: place.organization.clientId,
      clientSecret: client?.clientSecret ?? hexId(),
      certificate: '-----BEGIN CERTIFICATE-----\nZW11bGF0b3I=\n-----END CERTIFICATE-----\n',
      environmentUrls: { anypointPlatformBaseUrl: origin, analyticsUrl: origin, authProxyUrl: origin },
    });
  });

  return app;
}

function placeOfToken({ store }: Platform, c: Context, fromBody: string | undefined): Place {
  const token = fromBody ?? bearerOf(c.req.header('authorization'));
  for (const [environmentId, known] of store.serverRegistrationTokens) {
    if (known !== token) continue;
    const environment = store.environments.get(environmentId);
    const organization = environment && store.organizations.get(environment.organizationId);
    if (environment !== undefined && organization !== undefined) return { organization, environment };
  }
  throw armError(403, 'The registration token is not valid');
}
