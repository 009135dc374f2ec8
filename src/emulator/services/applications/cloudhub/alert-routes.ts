import type { Call } from '../../../core/call.ts';
import type { Place } from '../../../core/identity/places.ts';
import { listingOf } from '../../../core/listing.ts';
import { integerFrom, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import { type Route, routesBelow } from '../../../core/routes.ts';
import { hasPassed } from '../../../core/transitions.ts';
import { type CloudHubAlert, cloudHubAlerts } from './alert.ts';
import { alertBody } from './alert-body.ts';
import { placeFromHeader } from './api.ts';
import { cloudHubError as fail } from './errors.ts';

const api = routesBelow('/cloudhub/api/v2/alerts', { fail, place: placeFromHeader });

const scopes = {
  read: ['read:application_alerts', 'manage:application_alerts'],
  manage: ['manage:application_alerts'],
} as const;

const listQuery = {
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 10, min: 1, max: 1000 }),
  resource: text,
};
const historyQuery = { limit: integerFrom({ fallback: 100, min: 1, max: 1000 }) };

/** Alerts of CloudHub 1.0 [docs/platform/applications.md#alerts]. */
export const alertRoutes: readonly Route[] = [
  // The CLI reads `data`; the document has a plain array [docs/platform/disagreements.md#cloudhub-alert-list].
  api.environment('GET', '', { scopes: scopes.read, query: listQuery }, (c, { environment }, sent) => {
    const { offset, limit, resource } = sent;
    const found = listingOf(cloudHubAlerts)
      .find(c.var.platform, environment.id)
      .filter(
        ({ condition }) => resource === undefined || condition.resources.some((one) => one === resource || one === '*'),
      );
    return c.json({ data: found.slice(offset, offset + limit).map(view), total: found.length });
  }),

  api.environment('POST', '', scopes.manage, async (c, place) => {
    const { store, clock } = c.var.platform;
    const { name, severity, condition, actions, enabled } = await readBody(c, alertBody, fail);
    const now = clock.now();
    const alert: CloudHubAlert = {
      id: crypto.randomUUID(),
      name,
      severity,
      condition,
      actions,
      enabled,
      organizationId: place.organization.id,
      environmentId: place.environment.id,
      createdAt: now,
      lastModified: now,
      history: [],
    };
    store.of(cloudHubAlerts).set(alert.id, alert);
    return c.json(view(alert));
  }),

  api.environment('GET', '/{id}', scopes.read, (c, place) => c.json(view(requireAlert(c, place, c.req.param('id'))))),

  api.environment('PUT', '/{id}', scopes.manage, async (c, place) => {
    const alert = requireAlert(c, place, c.req.param('id'));
    const { name, severity, condition, actions, enabled } = await readBody(c, alertBody, fail);
    const lastModified = c.var.platform.clock.now();
    return c.json(view(Object.assign(alert, { name, severity, condition, actions, enabled, lastModified })));
  }),

  api.environment('DELETE', '/{id}', scopes.manage, (c, place) => {
    const { id } = requireAlert(c, place, c.req.param('id'));
    c.var.platform.store.delete(cloudHubAlerts, id);
    return c.body(null, 204);
  }),

  api.environment('GET', '/{id}/history', { scopes: scopes.read, query: historyQuery }, (c, place, { limit }) => {
    const alert = requireAlert(c, place, c.req.param('id'));
    const now = c.var.platform.clock.now();
    const found = alert.history.filter(({ at }) => hasPassed(at, now)).toSorted((a, b) => b.at - a.at);
    const { severity, condition, actions } = alert;
    const data = found.slice(0, limit).map(({ at, ...context }) => ({
      triggeredAt: at,
      context,
      severity,
      condition: { type: condition.type },
      // Nothing is sent from here, and nobody would know.
      actions: actions.map(({ type }) => ({ state: 'success', type })),
    }));
    return c.json({ data, total: found.length });
  }),
];

/** @throws PlatformError 404 */
function requireAlert(c: Call, { environment }: Place, id: string): CloudHubAlert {
  const alert = c.var.platform.store.of(cloudHubAlerts).get(id);
  if (alert?.environmentId !== environment.id) throw fail(404, `Alert ${id} was not found`);
  return alert;
}

function view({ history: _history, condition, ...alert }: Readonly<CloudHubAlert>) {
  return {
    ...alert,
    condition: { ...condition, resourceType: condition.resourceType ?? 'cloudhub-application' },
    productName: 'cloudhub',
    isSystem: false,
  };
}
