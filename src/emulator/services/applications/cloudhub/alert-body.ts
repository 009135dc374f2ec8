import * as z from 'zod';

const severity = z.enum(['INFO', 'WARNING', 'CRITICAL']);

const number = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int());
const percent = number.pipe(z.int().min(1).max(100));
const timeUnits = ['HOUR', 'MINUTE'] as const;

/** Members that all conditions have; older clients call the type of resource `application`. */
const of = <const Type extends string>(...types: readonly [Type, ...Type[]]) => ({
  type: z.enum(types),
  resources: z.array(z.string().min(1)).min(1),
  resourceType: z.enum(['cloudhub-application', 'application']).optional(),
});

/** Conditions by their type [docs/platform/applications.md#alerts]. */
const condition = z.discriminatedUnion('type', [
  z.strictObject({
    ...of('application-notification'),
    text: z.string(),
    priority: z.enum(['*', 'INFO', 'WARN', 'ERROR']),
  }),
  z.strictObject({
    ...of('cpu', 'memory'),
    value: percent,
    operator: z.enum(['GREATER_THAN', 'LESS_THAN']),
    periodMins: number.pipe(z.int().min(1).max(60)),
    periodCount: number.pipe(z.int().min(1).max(20)),
    triggerBehavior: z.enum(['TRIGGER_ON_STATE_CHANGE', 'TRIGGER_REPEATEDLY_IN_ALARM_STATE']).optional(),
  }),
  z.strictObject({
    ...of('event-threshold-exceeded'),
    threshold: number.pipe(z.int().min(1)),
    period: number.pipe(z.int().min(1)),
    periodTimeUnit: z.enum(timeUnits),
  }),
  z.strictObject(
    of('deployment-success', 'deployment-failed', 'worker-unresponsive', 'autoscaled', 'sdg-up', 'sdg-down'),
  ),
]);

/** An alert to create, or that replaces another one. */
export const alertBody = z.strictObject({
  name: z.string().min(1).max(256),
  severity,
  condition,
  actions: z
    .array(
      z.strictObject({
        type: z.literal('email'),
        emails: z.array(z.email()).max(20).optional(),
        userIds: z.array(z.string()).max(20).optional(),
        subject: z.string(),
        content: z.string(),
      }),
    )
    .min(1),
  enabled: z.boolean().default(true),
  // What the platform sets, which clients send back.
  ...Object.fromEntries(
    ['id', 'organizationId', 'environmentId', 'productName', 'isSystem', 'createdAt', 'lastModified'].map((name) => [
      name,
      z.unknown().optional(),
    ]),
  ),
});
