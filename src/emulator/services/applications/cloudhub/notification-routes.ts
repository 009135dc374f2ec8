import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import type { Place } from '../../../core/identity/places.ts';
import { listingOf } from '../../../core/listing.ts';
import { isoDate } from '../../../core/platform.ts';
import { integer, integerFrom, oneOf, requiredText, text } from '../../../core/queries.ts';
import { originOf, readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { hasPassed } from '../../../core/transitions.ts';
import { applicationScopes } from '../scopes.ts';
import { triggerAlerts } from './alert.ts';
import { cloudHub, requireApplication } from './api.ts';
import { cloudHubError as fail } from './errors.ts';
import { type Notification, notifications, notify } from './notification.ts';

const { read, change } = applicationScopes;
const all = '/notifications';
const one = `${all}/{id}` as const;

const status = oneOf(['read', 'unread']);
const page = { offset: integerFrom({ fallback: 0, min: 0 }), limit: integerFrom({ fallback: 25, min: 0, max: 1000 }) };
const listQuery = { ...page, status, domain: text, search: text };
/** The web UI appends the time as `_`, so that nothing is taken from a cache. */
const countQuery = { status, domain: text, _: integer };

const properties = z.record(z.string(), z.unknown());
const createBody = z.strictObject({
  domain: z.string().min(1),
  message: z.string().min(1),
  priority: z.string().optional(),
  transactionId: z.string().optional(),
  // An object, or a list of objects as in the example of the document.
  customProperties: z
    .union([properties, z.array(properties).transform((list) => Object.assign({}, ...list) as Record<string, unknown>)])
    .optional(),
});
const statusBody = z.strictObject({ status: z.enum(['read', 'unread']) });

/** Notifications [docs/platform/applications.md#notifications]. */
export const notificationRoutes: readonly Route[] = [
  cloudHub.environment('GET', all, { scopes: read, query: listQuery }, (c, place, sent) =>
    list(c, found(c, place, sent), sent),
  ),

  // A bare number, as plain text.
  cloudHub.environment('GET', `${all}/count`, { scopes: read, query: countQuery }, (c, place, sent) =>
    c.text(String(found(c, place, sent).length)),
  ),

  cloudHub.environment('POST', all, change, async (c, place) => {
    const { platform } = c.var;
    const { domain, priority = 'INFO', ...content } = await readBody(c, createBody, fail);
    const createdAt = platform.clock.now();
    const application = requireApplication(c, place, domain);
    notify(platform, application, { ...content, priority, createdAt });
    triggerAlerts(platform, application, 'application-notification', {
      at: createdAt,
      message: content.message,
      priority,
      transactionId: content.transactionId,
      selects: ({ condition }) =>
        condition.type === 'application-notification' &&
        (condition.priority === '*' || condition.priority === priority) &&
        content.message.includes(condition.text),
    });
    return c.body(null, 201);
  }),

  cloudHub.environment('PUT', all, { scopes: read, query: { domain: requiredText } }, async (c, place, { domain }) => {
    const body = await readBody(c, statusBody, fail);
    requireApplication(c, place, domain);
    for (const { id } of found(c, place, { domain })) mark(c, requireNotification(c, place, id), body);
    return c.body(null, 204);
  }),

  cloudHub.environment('GET', one, read, (c, place) =>
    c.json(view(c, requireNotification(c, place, c.req.param('id')))),
  ),

  cloudHub.environment('PUT', one, read, async (c, place) => {
    const notification = requireNotification(c, place, c.req.param('id'));
    mark(c, notification, await readBody(c, statusBody, fail));
    return c.body(null, 204);
  }),

  cloudHub.environment(
    'GET',
    '/applications/{domain}/notifications',
    { scopes: read, query: { ...page, status } },
    (c, place, sent) => {
      const { domain } = requireApplication(c, place, c.req.param('domain'));
      return list(c, found(c, place, { ...sent, domain }), sent);
    },
  ),
];

interface Wanted {
  status?: 'read' | 'unread' | undefined;
  domain?: string | undefined;
  search?: string | undefined;
}

/** The notifications of an environment until now, newest first. */
function found(c: Call, { environment }: Place, { status: wanted, domain, search = '' }: Wanted) {
  const { platform } = c.var;
  const now = platform.clock.now();
  return listingOf(notifications)
    .find(platform, environment.id)
    .filter(
      (one) =>
        hasPassed(one.createdAt, now) &&
        (wanted === undefined || (one.readAt === undefined ? 'unread' : 'read') === wanted) &&
        (domain === undefined || one.domain === domain) &&
        one.message.toLowerCase().includes(search.toLowerCase()),
    )
    .toSorted((a, b) => b.createdAt - a.createdAt);
}

function list(c: Call, all: readonly Readonly<Notification>[], { offset, limit }: { offset: number; limit: number }) {
  // `limit=0` is all of them, which is what scripts that send it expect.
  const shown = limit === 0 ? all.slice(offset) : all.slice(offset, offset + limit);
  return c.json({ total: all.length, data: shown.map((one) => view(c, one)) });
}

/** @throws PlatformError 404 */
function requireNotification(c: Call, { environment }: Place, id: string): Notification {
  const { store, clock } = c.var.platform;
  const notification = store.of(notifications).get(id);
  if (notification?.environmentId !== environment.id || !hasPassed(notification.createdAt, clock.now())) {
    throw fail(404, `Notification ${id} was not found`);
  }
  return notification;
}

function mark(c: Call, notification: Notification, { status: wanted }: z.output<typeof statusBody>): void {
  if (wanted === 'unread') delete notification.readAt;
  else notification.readAt ??= c.var.platform.clock.now();
}

function view(c: Call, { environmentId: _environment, createdAt, readAt, ...shown }: Readonly<Notification>) {
  return {
    ...shown,
    createdAt: isoDate(createdAt),
    read: readAt !== undefined,
    ...(readAt === undefined ? {} : { readOn: isoDate(readAt) }),
    href: `${originOf(c)}/cloudhub/api/notifications/${shown.id}`,
  };
}
