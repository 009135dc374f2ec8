import { defineKind } from '../../../core/kinds.ts';
import type { Platform } from '../../../core/platform.ts';
import type { CloudHubApplication } from '../model.ts';

/** When an alert is triggered; members by its type [docs/platform/applications.md#alerts]. */
interface About<Type extends string> {
  type: Type;
  resources: string[];
  resourceType?: 'cloudhub-application' | 'application' | undefined;
}

type Condition =
  | (About<'application-notification'> & { text: string; priority: '*' | 'INFO' | 'WARN' | 'ERROR' })
  | (About<'cpu' | 'memory'> & {
      value: number;
      operator: 'GREATER_THAN' | 'LESS_THAN';
      periodMins: number;
      periodCount: number;
      triggerBehavior?: 'TRIGGER_ON_STATE_CHANGE' | 'TRIGGER_REPEATEDLY_IN_ALARM_STATE' | undefined;
    })
  | (About<'event-threshold-exceeded'> & { threshold: number; period: number; periodTimeUnit: 'HOUR' | 'MINUTE' })
  | About<'deployment-success' | 'deployment-failed' | 'worker-unresponsive' | 'autoscaled' | 'sdg-up' | 'sdg-down'>;

interface EmailAction {
  type: 'email';
  emails?: string[] | undefined;
  userIds?: string[] | undefined;
  subject: string;
  content: string;
}

/** One time at which an alert was triggered. */
interface Triggered {
  /** epoch ms */
  at: number;
  resource: string;
  message: string;
  /** of the notification that triggered it */
  priority?: string | undefined;
  transactionId?: string | undefined;
}

/** What triggers alerts, and those of its type that it does trigger: all by default. */
interface Trigger extends Omit<Triggered, 'resource'> {
  selects?: (alert: CloudHubAlert) => boolean;
}

/** An alert of CloudHub 1.0. */
// Written out, because published types import no package.
export interface CloudHubAlert {
  name: string;
  severity: 'INFO' | 'WARNING' | 'CRITICAL';
  condition: Condition;
  actions: EmailAction[];
  id: string;
  organizationId: string;
  environmentId: string;
  enabled: boolean;
  createdAt: number;
  lastModified: number;
  /** oldest first */
  history: Triggered[];
}

/** Alerts of CloudHub 1.0. */
export const cloudHubAlerts = defineKind({
  name: 'cloudHubAlerts',
  noun: 'alert',
  empty: () => new Map<string, CloudHubAlert>(),
});

/** How many entries a history keeps, which no source says. */
const maxHistory = 1000;

/** Triggers the alerts of a type that are about an application. */
export function triggerAlerts(
  { store }: Pick<Platform, 'store'>,
  { domain, environmentId }: Readonly<CloudHubApplication>,
  type: CloudHubAlert['condition']['type'],
  { selects = () => true, ...triggered }: Trigger,
): void {
  const ids = [...store.look(cloudHubAlerts)].flatMap(([id, alert]) =>
    alert.environmentId === environmentId &&
    alert.enabled &&
    alert.condition.type === type &&
    alert.condition.resources.some((resource) => resource === '*' || resource === domain)
      ? [id]
      : [],
  );
  for (const id of ids) {
    const alert = store.of(cloudHubAlerts).get(id);
    if (alert !== undefined && selects(alert)) {
      alert.history = [...alert.history, { resource: domain, ...triggered }].slice(-maxHistory);
    }
  }
}
