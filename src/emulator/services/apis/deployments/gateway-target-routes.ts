import { Derived } from '../../../core/derived.ts';
import type { Place } from '../../../core/identity/places.ts';
import { listingOf } from '../../../core/listing.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { integerFrom, text } from '../../../core/queries.ts';
import type { Route } from '../../../core/routes.ts';
import { managedGatewaysAt, phaseOf, selfManagedGateways, selfManagedStatusOf } from '../../gateways/index.ts';
import { apiScopes, experience } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';

const all = '/organizations/{organizationId}/environments/{environmentId}/gateway-targets';

const listQuery = {
  name: text,
  kind: text,
  excludeStatus: text,
  pageNumber: integerFrom({ fallback: 0, min: 0 }),
  pageSize: integerFrom({ fallback: 100, min: 1, max: 500 }),
};

const repeated = { enviromentId: text, environmentId: text, targetId: text };

/** The gateways an instance can be deployed to, `…/gateway-targets` [docs/platform/apis.md#gateway-targets]. */
export const gatewayTargetRoutes: readonly Route[] = [
  experience.environment('GET', all, { scopes: apiScopes.readApis, query: listQuery }, (c, place, sent) => {
    const { name = '', kind, excludeStatus, pageNumber, pageSize } = sent;
    const found = targetsAt(c.var.platform, place).filter(
      (target) =>
        target.name.includes(name) &&
        (kind === undefined || target.kind === kind) &&
        (excludeStatus === undefined || target.status !== excludeStatus),
    );
    const data = found.slice(pageNumber * pageSize, (pageNumber + 1) * pageSize);
    // The document has `data`, MuleSoft's skills read `rows`: the answer has both
    // [docs/platform/disagreements.md#gateway-targets-envelope].
    return c.json({ total: found.length, data, rows: data });
  }),

  // The CLI repeats both ids of the path, with a typing error [docs/platform/cli.md#api-instances].
  experience.environment('GET', `${all}/{targetId}`, { scopes: apiScopes.readApis, query: repeated }, (c, place) => {
    const id = c.req.param('targetId');
    const target = targetsAt(c.var.platform, place).find((one) => one.id === id);
    if (target === undefined) throw fail(404, `Gateway target ${id} was not found`);
    return c.json(target);
  }),
];

const targets = new Derived<ReturnType<typeof findTargets>>();

function targetsAt(platform: Platform, place: Place) {
  return targets.of(platform, place.environment.id, (now) => findTargets(platform, place, now));
}

function findTargets(platform: Platform, place: Place, now: number) {
  const common = { kind: 'flex', organizationId: place.organization.id, environmentId: place.environment.id };
  const managed = managedGatewaysAt(platform, place).map((gateway) => ({
    ...common,
    id: gateway.id,
    name: gateway.name,
    type: 'managed',
    status: phaseOf(gateway, now).status,
    version: gateway.runtimeVersion,
    gatewayVersion: gateway.runtimeVersion,
    replicas: 1,
    lastConnectedDate: isoDate(gateway.lastUpdated),
  }));
  const selfManaged = listingOf(selfManagedGateways)
    .find(platform, place.environment.id)
    .filter(({ deleted }) => !deleted)
    .map((gateway) => {
      const version = gateway.replicas[0]?.gatewayVersion ?? '-';
      return {
        ...common,
        id: gateway.id,
        name: gateway.name,
        type: 'selfManaged',
        status: selfManagedStatusOf(gateway, now).toLowerCase(),
        version,
        gatewayVersion: version,
        replicas: gateway.replicas.filter(({ status }) => status.after === 'CONNECTED').length,
        lastConnectedDate: isoDate(gateway.lastUpdate),
      };
    });
  return [...managed, ...selfManaged];
}
