import { defineKind, relation } from '../../../core/kinds.ts';
import { hexId, type Platform } from '../../../core/platform.ts';
import type { CloudHubApplication } from '../model.ts';
import { cloudHubApplications } from './application.ts';

/** A notification of CloudHub 1.0 [docs/platform/applications.md#notifications]. */
export interface Notification {
  id: string;
  environmentId: string;
  domain: string;
  message: string;
  priority: string;
  transactionId?: string | undefined;
  customProperties?: Record<string, unknown> | undefined;
  /** epoch ms from which it is there: that of a deployment comes with its end */
  createdAt: number;
  /** epoch ms */
  readAt?: number;
}

/** Notifications that applications and their deployments have made. */
export const notifications = defineKind({
  name: 'notifications',
  noun: 'notification',
  empty: () => new Map<string, Notification>(),
  deletedWith: [relation(cloudHubApplications, ({ domain }: Notification, app) => domain === app.domain)],
});

/** Adds a notification about an application. */
export function notify(
  { store }: Pick<Platform, 'store'>,
  { domain, environmentId }: Readonly<CloudHubApplication>,
  content: Pick<Notification, 'message' | 'priority' | 'createdAt' | 'transactionId' | 'customProperties'>,
): Notification {
  const id = hexId().slice(0, 24);
  const notification = { id, domain, environmentId, ...content };
  store.of(notifications).set(id, notification);
  return notification;
}
