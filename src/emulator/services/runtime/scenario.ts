import { type Directory, guidFrom, hexFrom, ScenarioProblem, timeOf } from '../../core/scenario/directory.ts';
import { organizationIn, organizationOf, placeIn } from '../../core/scenario/organizations.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import {
  type ArmServer,
  type ManagedGateway,
  type PrivateSpace,
  type Replica,
  type Store,
  takeId,
} from '../../core/store.ts';
import { settled } from '../../core/transitions.ts';
import { applyForever, outcomeOf } from '../gateways/phases.ts';
import { gatewayVersions, isPublished } from '../gateways/versions.ts';
import { appUniqueIdOf, isOpenToOrganization } from '../runtime-fabric/availability.ts';

const expires = Date.UTC(2030, 0, 1);

/** Private spaces, servers, groups, clusters and gateways of both kinds. */
export function loadRuntime(store: Store, scenario: Scenario, names: Directory): void {
  names.each('privateSpaces', scenario.privateSpaces, (item, path) => {
    const organizationId = organizationIn(names, path, item.organization);
    const id = item.id ?? guidFrom('private space', organizationId, item.name);
    names.claim(path, 'private space', '', item.name, id);
    const { type, businessGroups } = item.environments;
    const groups = businessGroups.map((group, index) =>
      group === 'all'
        ? group
        : names.find(`${path}.environments.businessGroups[${index}]`, ['organization'], '', group),
    );
    store.privateSpaces.set(id, {
      id,
      name: item.name,
      organizationId,
      status: settled(item.status),
      region: item.region,
      cidrBlock: item.cidrBlock,
      inboundStaticIps: item.inboundStaticIps,
      domains: item.domains ?? [`*.${hexFrom('domain', id).slice(0, 6)}.usa-e1.cloudhub.io`],
      environments: { type, businessGroups: groups },
      firewallRules: item.firewallRules,
    });
  });
  names.each('servers', scenario.servers, (item, path) => loadServer(store, names, item, path));
  loadGroups(store, scenario, names);
  names.each('gateways', scenario.gateways, (item, path) => loadGateway(store, names, item, path));
  names.each('selfManagedGateways', scenario.selfManagedGateways, (item, path) => {
    const place = placeIn(store, names, path, item);
    const id = item.id ?? guidFrom('self-managed gateway', place.environmentId, item.name);
    names.claim(path, 'self-managed gateway', place.environmentId, item.name, id);
    const dateCreated = timeOf(item.createdAt);
    const lastUpdate = timeOf(item.updatedAt, dateCreated);
    const replicas = item.replicas.map((given, index): Replica => {
      const replicaId = given.id ?? guidFrom('replica', id, String(index));
      return {
        id: replicaId,
        name: `${item.name}-${index}`,
        nodeId: replicaId.slice(0, 8),
        gatewayVersion: item.gatewayVersion,
        status: settled(given.status),
        connectedAt: dateCreated,
        disconnectedAt: given.status === 'DISCONNECTED' ? lastUpdate : null,
        certificateExpirationDate: expires,
      };
    });
    const gateway = { ...place, id, name: item.name, deleted: false, tags: item.tags, replicas };
    store.selfManagedGateways.set(id, { ...gateway, dateCreated, lastUpdate });
  });
}

function loadServer(store: Store, names: Directory, item: Scenario['servers'][number], path: string): void {
  const place = placeIn(store, names, path, item);
  const id = item.id ?? takeId(store);
  names.claim(path, 'server', place.environmentId, item.name, id);
  const timeCreated = timeOf(item.createdAt);
  store.servers.set(id, {
    id,
    ...place,
    name: item.name,
    serverType: item.serverType,
    muleVersion: item.muleVersion,
    gatewayVersion: item.muleVersion,
    agentVersion: item.muleVersion.startsWith('4.4') ? '2.5.3' : '2.7.2',
    status: settled(item.status),
    addresses: item.ip === undefined ? [] : [{ ip: item.ip, networkInterface: 'eth0' }],
    timeCreated,
    timeUpdated: timeOf(item.updatedAt, timeCreated),
    licenseExpirationDate: expires,
    certificateExpirationDate: expires,
    ...(item.isolated ? { isolated: true } : {}),
  });
}

function loadGroups(store: Store, scenario: Scenario, names: Directory): void {
  const membersOf = (path: string, environmentId: string, references: readonly string[]): ArmServer[] =>
    references.map((one, index) => {
      const at = `${path}.servers[${index}]`;
      const server = store.servers.get(Number(names.find(at, ['server'], environmentId, one)));
      if (server === undefined || server.clusterId !== undefined || server.serverGroupId !== undefined) {
        throw new ScenarioProblem(`${at}: server ${one} is in a group or cluster already`);
      }
      return server;
    });

  names.each('serverGroups', scenario.serverGroups, (item, path) => {
    const place = placeIn(store, names, path, item);
    const id = item.id ?? takeId(store);
    const members = membersOf(path, place.environmentId, item.servers);
    names.claim(path, 'server group', place.environmentId, item.name, id);
    const timeCreated = timeOf(item.createdAt);
    const timeUpdated = timeOf(item.updatedAt, timeCreated);
    store.serverGroups.set(id, { id, ...place, name: item.name, timeCreated, timeUpdated });
    for (const server of members) server.serverGroupId = id;
  });

  names.each('clusters', scenario.clusters, (item, path) => {
    const place = placeIn(store, names, path, item);
    const id = item.id ?? takeId(store);
    const members = membersOf(path, place.environmentId, item.servers);
    names.claim(path, 'cluster', place.environmentId, item.name, id);
    const timeCreated = timeOf(item.createdAt);
    store.clusters.set(id, {
      id,
      ...place,
      name: item.name,
      multicastEnabled: item.multicast,
      members: members.map((server, index) => {
        const serverIp = server.addresses[0]?.ip;
        if (serverIp === undefined && !item.multicast) {
          throw new ScenarioProblem(
            `${path}.servers[${index}]: a unicast cluster needs the ip of server ${server.name}`,
          );
        }
        return { serverId: server.id, ...(serverIp === undefined ? {} : { serverIp }), serverPort: 5701, joinsAt: 0 };
      }),
      timeCreated,
      timeUpdated: timeOf(item.updatedAt, timeCreated),
    });
    for (const server of members) server.clusterId = id;
  });
}

function loadGateway(store: Store, names: Directory, item: Scenario['gateways'][number], path: string): void {
  const place = placeIn(store, names, path, item);
  const space = spaceIn(store, names, path, place.organizationId, item.target);
  const id = item.id ?? guidFrom('gateway', place.environmentId, item.name);
  const { releaseChannel } = item;
  const runtimeVersion = item.runtimeVersion ?? gatewayVersions[releaseChannel === 'edge' ? 'edge' : 'lts'][0];
  if (!isPublished(releaseChannel, runtimeVersion)) {
    throw new ScenarioProblem(
      `${path}.runtimeVersion: ${runtimeVersion} is not published in channel ${releaseChannel}; lts has ${gatewayVersions.lts.join(', ')}, edge has ${gatewayVersions.edge.join(', ')}`,
    );
  }
  names.claim(path, 'gateway', place.environmentId, item.name, id);
  const domain = (space.domains[0] ?? 'cloudhub.io').replace(/^\*\./, '');
  const dateCreated = timeOf(item.createdAt);
  const gateway: ManagedGateway = {
    id,
    ...place,
    name: item.name,
    size: item.size,
    desiredStatus: item.desiredStatus,
    targetId: space.id,
    releaseChannel,
    runtimeVersion,
    configuration: {
      ingress: {
        publicUrl: item.publicUrl ?? `https://${item.name}-${appUniqueIdOf({ id: place.environmentId })}.${domain}/`,
        forwardSslSession: true,
        lastMileSecurity: true,
      },
      properties: { upstreamResponseTimeout: 15, connectionIdleTimeout: 60 },
      logging: { level: 'info', forwardLogs: true },
      tracing: { enabled: false },
    },
    phase: settled({ status: '', ready: false, running: false, statusMessage: '' }),
    dateCreated,
    lastUpdated: timeOf(item.updatedAt, dateCreated),
    ...(item.fails === undefined ? {} : { fault: item.fails }),
    ...(item.neverReady ? { neverReady: true } : {}),
  };
  gateway.phase = item.neverReady ? applyForever() : settled(outcomeOf(store, gateway));
  store.managedGateways.set(id, gateway);
}

/** The private space that an item names, else the first that its organization may use. */
export function spaceIn(
  store: Store,
  names: Directory,
  path: string,
  organizationId: string,
  reference: string | undefined,
): PrivateSpace {
  const organization = organizationOf(store, organizationId);
  const open = [...store.privateSpaces.values()].filter((space) => isOpenToOrganization(space, organization));
  const wanted = reference === undefined ? undefined : names.find(`${path}.target`, ['private space'], '', reference);
  const space = open.find(({ id }) => wanted === undefined || id === wanted);
  if (space !== undefined) return space;
  throw new ScenarioProblem(
    `${path}.target: organization ${organization.name} may use ${open.length === 0 ? 'no private space' : open.map(({ name }) => name).join(', ')}`,
  );
}
