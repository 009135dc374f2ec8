import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import { clients, environments, organizations } from '../../core/identity/organizations.ts';
import type { Place } from '../../core/identity/places.ts';
import { bearerOf } from '../../core/identity/tokens.ts';
import { hexId } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { changing, durations } from '../../core/transitions.ts';
import { arm } from './api.ts';
import { armError } from './errors.ts';
import type { ArmServer, ServerStatus } from './model.ts';
import { serverRegistrationTokens } from './registration-token.ts';
import { servers } from './server.ts';
import { newTarget, requireFreeName } from './targets.ts';

/**
 * What a runtime's agent sends [docs/platform/runtime.md#registration]. Only the emulator takes `registrationToken` and
 * `addresses`.
 */
const registrationBody = z.strictObject({
  signatureRequest: z.string().min(1),
  muleLabel: z.string().trim().min(1),
  muleVersion: z.string().default('4.9.6'),
  gatewayVersion: z.string().optional(),
  registrationToken: z.string().optional(),
  addresses: z.array(z.strictObject({ ip: z.string(), networkInterface: z.string() })).optional(),
});

const validityMs = 2 * 365 * 24 * 3600 * 1000;

/**
 * `POST /servers`, the call of `amc_setup` [docs/platform/runtime.md#registration]: adds a server that is CREATED and
 * connects a little later. How the agent carries its registration token is not documented, so it is taken from the
 * `Authorization` header or from the body. The token determines the environment; the two ARM headers are ignored.
 */
export const registrationRoutes: readonly Route[] = [
  arm.open('POST', '/servers', async (c) => {
    const { platform } = c.var;
    const { store, clock } = platform;
    const body = await readBody(c, registrationBody, armError);
    const place = placeOfToken(c, body.registrationToken);
    if (!place.organization.entitlements.hybrid.enabled) {
      throw armError(403, 'The organization is not entitled to register servers');
    }
    requireFreeName(platform, servers, place, { name: body.muleLabel });
    const known = store.of(servers);
    const expires = clock.now() + validityMs;
    const server: ArmServer = {
      ...newTarget(platform, place, body.muleLabel),
      serverType: 'MULE',
      muleVersion: body.muleVersion,
      gatewayVersion: body.gatewayVersion ?? body.muleVersion,
      agentVersion: '2.7.2',
      status: changing<ServerStatus>(clock, 'CREATED', 'RUNNING', durations.serverConnects),
      addresses: body.addresses ?? [{ ip: `10.20.9.${(known.size % 250) + 1}`, networkInterface: 'eth0' }],
      licenseExpirationDate: expires,
      certificateExpirationDate: expires,
    };
    known.set(server.id, server);
    const { clientId } = place.organization;
    const { origin } = new URL(c.req.url);
    return c.json({
      clientId,
      clientSecret: store.of(clients).get(clientId)?.clientSecret ?? hexId(),
      certificate: '-----BEGIN CERTIFICATE-----\nZW11bGF0b3I=\n-----END CERTIFICATE-----\n',
      environmentUrls: { anypointPlatformBaseUrl: origin, analyticsUrl: origin, authProxyUrl: origin },
    });
  }),
];

function placeOfToken(c: Call, fromBody: string | undefined): Place {
  const { store } = c.var.platform;
  const token = fromBody ?? bearerOf(c.req.header('authorization'));
  for (const [environmentId, known] of store.of(serverRegistrationTokens)) {
    if (known !== token) continue;
    const environment = store.of(environments).get(environmentId);
    const organization = environment && store.of(organizations).get(environment.organizationId);
    if (environment !== undefined && organization !== undefined) return { organization, environment };
  }
  throw armError(403, 'The registration token is not valid');
}
