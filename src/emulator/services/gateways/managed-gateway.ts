import * as z from 'zod';
import { hostIn } from '../../core/data-plane/hosts.ts';
import type { Place } from '../../core/identity/places.ts';
import { organizationOf, placeIn } from '../../core/identity/scenario-places.ts';
import { defineKind, relation } from '../../core/kinds.ts';
import { type Listed, listingOf, type Query } from '../../core/listing.ts';
import type { Platform } from '../../core/platform.ts';
import { guid, name, place, reference, times } from '../../core/scenario/fields.ts';
import { timeOf } from '../../core/scenario/load-context.ts';
import { guidFrom } from '../../core/scenario/names.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { settled } from '../../core/transitions.ts';
import { privateSpaces, sharedSpacesFor, spaceIn } from '../runtime-fabric/index.ts';
import { gatewayManagerError as fail } from './errors.ts';
import type { ManagedGateway } from './model.ts';
import { applyingPhase, finalPhase } from './phases.ts';
import { assignedUrl } from './target.ts';
import { gatewaySizes, gatewayVersions, isPublished, releaseChannels } from './versions.ts';

/** Gateways that MuleSoft runs in private and shared spaces. */
export const managedGateways = defineKind({
  name: 'managedGateways',
  noun: 'gateway',
  empty: () => new Map<string, ManagedGateway>(),
  dependsOn: [relation(privateSpaces, ({ targetId }: ManagedGateway, space) => targetId === space.id)],
});

/** The scenario section for managed gateways. */
export const gatewaysSection = defineList({
  name: 'gateways',
  entry: z.strictObject({
    ...place,
    name,
    id: guid,
    target: reference
      .optional()
      .describe(
        'Name or id of a private space, or the id of a shared space, such as cloudhub-us-east-2; default: the first private space',
      ),
    size: z
      .enum(['small', 'large'])
      .default('small')
      .describe(`Takes ${gatewaySizes.small} or ${gatewaySizes.large} APIs`),
    releaseChannel: z.enum(releaseChannels).default('lts'),
    runtimeVersion: name.optional().describe('Default: the newest of the channel'),
    desiredStatus: z.enum(['STARTED', 'STOPPED']).default('STARTED'),
    publicUrl: z.url().optional().describe('Default: a host below a domain of its target'),
    failure: z.string().min(1).optional().describe('The gateway fails with this message whenever it is applied'),
    neverReady: z.boolean().default(false).describe('The gateway stays in APPLYING forever'),
    ...times,
  }),
  load: (entry, at) => {
    const { organizationId, environmentId } = placeIn(at, entry);
    const shared = sharedSpacesFor(at, organizationOf(at, organizationId)).find((one) => one.id === entry.target);
    const space = shared === undefined ? spaceIn(at, organizationId, entry.target) : undefined;
    const id = entry.id ?? guidFrom('gateway', environmentId, entry.name);
    const { releaseChannel } = entry;
    const runtimeVersion = entry.runtimeVersion ?? gatewayVersions[releaseChannel === 'edge' ? 'edge' : 'lts'][0];
    if (!isPublished(releaseChannel, runtimeVersion)) {
      throw at
        .at('runtimeVersion')
        .problem(
          `${runtimeVersion} is not published in channel ${releaseChannel}; lts has ${gatewayVersions.lts.join(', ')}, edge has ${gatewayVersions.edge.join(', ')}`,
        );
    }
    at.claim(managedGateways, { name: entry.name, id, scope: environmentId });
    const domain = (space?.domains[0] ?? 'cloudhub.io').replace(/^\*\./, '');
    const assigned =
      shared === undefined
        ? `https://${hostIn({ name: entry.name, environmentId })}.${domain}/`
        : assignedUrl(shared, { name: entry.name, environmentId });
    if (shared !== undefined && entry.publicUrl !== undefined) {
      throw at.at('publicUrl').problem('in a shared space the platform chooses the public URL');
    }
    const dateCreated = timeOf(entry.createdAt);
    const gateway: ManagedGateway = {
      id,
      organizationId,
      environmentId,
      name: entry.name,
      size: entry.size,
      desiredStatus: entry.desiredStatus,
      targetId: space?.id ?? shared?.id ?? '',
      releaseChannel,
      runtimeVersion,
      configuration: {
        ingress: {
          publicUrl: entry.publicUrl ?? assigned,
          forwardSslSession: true,
          lastMileSecurity: true,
        },
        properties: { upstreamResponseTimeout: 15, connectionIdleTimeout: 60 },
        logging: { level: 'info', forwardLogs: true },
        tracing: shared === undefined ? { enabled: false } : { enabled: false, sampling: 1 },
      },
      phase: applyingPhase(),
      dateCreated,
      lastUpdated: timeOf(entry.updatedAt, dateCreated),
      ...(entry.failure === undefined ? {} : { failure: entry.failure }),
      ...(entry.neverReady ? { neverReady: true } : {}),
    };
    if (!entry.neverReady) gateway.phase = settled(finalPhase(at, gateway));
    at.store.of(managedGateways).set(id, gateway);
  },
});

/** The managed gateways of an environment, by default all of them. */
export function managedGatewaysAt(
  platform: Platform,
  { environment }: Place,
  query?: Query<ManagedGateway>,
): Listed<ManagedGateway> {
  return listingOf(managedGateways).find(platform, environment.id, query);
}

/** A managed gateway of the environment. @throws PlatformError 400, 404 */
export function requireManagedGateway({ store }: Platform, { environment }: Place, id: string): ManagedGateway {
  if (!z.guid().safeParse(id).success) throw fail(400, 'gatewayId: must be a UUID');
  const gateway = store.of(managedGateways).get(id);
  if (gateway === undefined || gateway.environmentId !== environment.id) throw fail(404, 'Gateway not found');
  return gateway;
}
