import * as z from 'zod';
import { recordOf } from '../../../core/requests.ts';
import type { AmcDeployment, Scheduler } from '../model.ts';

/** The member of `configuration` that holds what was changed of the schedulers [docs/platform/cloudhub-2.md#schedulers]. */
const schedulingService = 'mule.agent.scheduling.service';

const text = z.union([z.string(), z.number().transform(String)]).nullish();

const settings = {
  timeUnit: z.enum(['NANOSECONDS', 'MICROSECONDS', 'MILLISECONDS', 'SECONDS', 'MINUTES', 'HOURS', 'DAYS']).nullish(),
  frequency: text,
  startDelay: text,
  expression: z.string().nullish(),
  timeZone: z.string().nullish(),
};

/** The settings of a scheduler, as a client sends them. */
export const schedulerBody = z.strictObject({
  ...settings,
  enabled: z.boolean().optional(),
  // In the document with this spelling; the type of a scheduler cannot be changed.
  fixedFrequencyScehduler: z.boolean().nullish(),
});

/** Which schedulers shall run. */
export const schedulerStatusBody = z.array(z.strictObject({ flowName: z.string(), enabled: z.boolean() }));

/** A scheduler of a flow, in a scenario and in the configuration of a deployment. */
export const scheduler = z.object({
  flowName: z.string().min(1),
  type: z.enum(['FixedFrequencyScheduler', 'CronScheduler']).default('FixedFrequencyScheduler'),
  enabled: z.boolean().default(true),
  ...settings,
});

function configured(deployment: AmcDeployment): Scheduler[] {
  const service = recordOf(recordOf(deployment.settings['configuration'])[schedulingService]);
  const sent = Array.isArray(service['schedulers']) ? service['schedulers'] : [];
  return sent.flatMap((one) => {
    const read = scheduler.safeParse(one);
    return read.success ? [read.data] : [];
  });
}

/** The schedulers of a deployment: those of its flows, with what was changed of them. */
export function schedulersOf(deployment: AmcDeployment): Scheduler[] {
  const changed = new Map(configured(deployment).map((one) => [one.flowName, one]));
  const own = (deployment.schedulers ?? []).map((one) => {
    const change = changed.get(one.flowName);
    changed.delete(one.flowName);
    return { ...one, ...change };
  });
  return [...own, ...changed.values()];
}

/** Changes a scheduler; `undefined` restores it. */
export function configureScheduler(deployment: AmcDeployment, flowName: string, change: Scheduler | undefined): void {
  const configuration = recordOf(deployment.settings['configuration']);
  const others = configured(deployment).filter((one) => one.flowName !== flowName);
  const schedulers = change === undefined ? others : [...others, change];
  const service = { ...recordOf(configuration[schedulingService]), applicationName: deployment.name, schedulers };
  deployment.settings = {
    ...deployment.settings,
    configuration: { ...configuration, [schedulingService]: service },
  };
}

/** A scheduler as AMC shows it: the settings of the other type are null. */
export function schedulerView({ flowName, enabled, type, ...given }: Scheduler) {
  const { startDelay = null, frequency = null, timeUnit = null, expression = null, timeZone = null } = given;
  return type === 'CronScheduler'
    ? { flowName, enabled, type, startDelay: null, frequency: null, timeUnit: null, expression, timeZone }
    : { flowName, enabled, type, startDelay, frequency, timeUnit, expression: null, timeZone: null };
}
