import { ExtensionPoint } from '../../../core/extensions.ts';
import type { Platform } from '../../../core/platform.ts';
import { integerFrom, oneOf } from '../../../core/queries.ts';
import type { Route } from '../../../core/routes.ts';
import { hexFrom } from '../../../core/scenario/names.ts';
import { hasPassed } from '../../../core/transitions.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import { spaceScopes } from '../space-access.ts';
import { spaceApi, spaceOf, spacePath } from './api.ts';
import { ingressLogs } from './ingress-log.ts';
import { monthlyPatchWindow } from './patch-window.ts';

const { read, manage } = spaceScopes;

/** The ports for TCP of a private space [docs/platform/runtime-fabric.md#tcp-ports]. */
export const tcpPorts = { first: 30_500, last: 32_500 };

/** The TCP ports of a private space that applications have leased. */
export const leasedPorts = new ExtensionPoint<(platform: Platform, spaceId: string) => readonly number[]>(
  'TCP ports that applications lease',
);

/** Both parameters are required in the document, and have defaults there. */
const portQuery = {
  available: oneOf(['true', 'false']),
  count: integerFrom({ fallback: 1, min: 1, max: 10 }),
};

/** What the platform knows of a private space and lets nobody change. */
export const factsRoutes: readonly Route[] = [
  // An address of its own, not the id of a space.
  spaceApi.organization('GET', '/organizations/{organizationId}/privatespaces/monthlypatchwindow', read, (c) =>
    c.json(monthlyPatchWindow(c.var.platform.clock.now())),
  ),

  spaceApi.organization('GET', `${spacePath}/ports`, { scopes: read, query: portQuery }, (c, organization, sent) => {
    const { platform } = c.var;
    const { id } = spaceOf(c, organization);
    const leased = new Set(leasedPorts.of(platform).flatMap((leases) => leases(platform, id)));
    if (sent.available !== 'true') return c.json({ ports: [...leased].sort((a, b) => a - b).slice(0, sent.count) });
    const free: number[] = [];
    for (let port = tcpPorts.first; port <= tcpPorts.last && free.length < sent.count; port += 1) {
      if (!leased.has(port)) free.push(port);
    }
    if (free.length === 0) throw fail(409, 'All available ports of the private space are in use');
    return c.json({ ports: free });
  }),

  spaceApi.organization('GET', `${spacePath}/accounts`, read, (c, organization) => {
    const { id } = spaceOf(c, organization);
    return c.json(
      String(Number.parseInt(hexFrom('account', id).slice(0, 10), 16))
        .padStart(12, '0')
        .slice(0, 12),
    );
  }),

  spaceApi.organization('GET', `${spacePath}/iamroles`, read, (c, organization) => {
    const { id, organizationId, iamRoleAt } = spaceOf(c, organization);
    const common = { organizationId, spaceId: id };
    if (iamRoleAt === undefined) {
      return c.json({ roles: [], ...common, message: 'The AWS service role of the private space is not enabled' });
    }
    const isGenerated = hasPassed(iamRoleAt, c.var.platform.clock.now());
    return isGenerated
      ? c.json({ roles: [`cloudhub-${id.slice(0, 8)}-role`], ...common, message: '' })
      : c.json({ roles: [], ...common, message: 'The AWS service role is being generated' });
  }),

  spaceApi.organization('GET', `${spacePath}/logs/ingress`, manage, (c, organization) => {
    const { id } = spaceOf(c, organization);
    const lines = c.var.platform.store.of(ingressLogs).get(id)?.lines ?? [];
    c.header('content-type', 'application/octet-stream');
    c.header('content-disposition', `attachment; filename="ingress-${id}.log"`);
    return c.body(lines.map((line) => `${line}\n`).join(''));
  }),
];
