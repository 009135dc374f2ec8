import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { stageAt } from '../../../core/transitions.ts';
import { containerLine } from '../logs.ts';
import type { AmcDeployment, Scheduler } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { amc, deploymentPath, requireDeployment } from './api.ts';
import { amcError as fail } from './errors.ts';
import { configureScheduler, schedulerBody, schedulerStatusBody, schedulersOf, schedulerView } from './schedulers.ts';

const all = `${deploymentPath}/schedulers` as const;
const one = `${all}/{flowName}` as const;
const { read, change } = applicationScopes;

/** Schedulers of an application [docs/platform/cloudhub-2.md#schedulers]. */
export const schedulerRoutes: readonly Route[] = [
  amc.environment('GET', all, read, (c, place) =>
    c.json(page(requireDeployment(c.var.platform, place, c.req.param('deploymentId')))),
  ),

  amc.environment('PATCH', all, change, async (c, place) => {
    const deployment = requireDeployment(c.var.platform, place, c.req.param('deploymentId'));
    const body = await readBody(c, schedulerStatusBody, fail);
    const changes = body.map(({ flowName, enabled }) => ({ ...requireScheduler(deployment, flowName), enabled }));
    for (const scheduler of changes) configureScheduler(deployment, scheduler.flowName, scheduler);
    return c.body(null, 204);
  }),

  amc.environment('PUT', one, change, async (c, place) => {
    const deployment = requireDeployment(c.var.platform, place, c.req.param('deploymentId'));
    const flowName = c.req.param('flowName');
    const scheduler = requireScheduler(deployment, flowName);
    const {
      fixedFrequencyScehduler: _type,
      enabled = scheduler.enabled,
      ...settings
    } = await readBody(c, schedulerBody, fail);
    requireSettings(scheduler, settings);
    configureScheduler(deployment, flowName, { flowName, type: scheduler.type, enabled, ...settings });
    return c.json(page(deployment));
  }),

  amc.environment('DELETE', one, change, (c, place) => {
    const deployment = requireDeployment(c.var.platform, place, c.req.param('deploymentId'));
    const { flowName } = requireScheduler(deployment, c.req.param('flowName'));
    configureScheduler(deployment, flowName, undefined);
    return c.json(page(deployment));
  }),

  amc.environment('POST', `${one}/run`, change, (c, place) => {
    const { platform } = c.var;
    const now = platform.clock.now();
    const deployment = requireDeployment(platform, place, c.req.param('deploymentId'));
    const { flowName } = requireScheduler(deployment, c.req.param('flowName'));
    if (stageAt(deployment.runtime, now).process === null) throw fail(409, `Deployment ${deployment.id} does not run`);
    const message = `The scheduler of flow '${flowName}' was run by a request`;
    deployment.logs.push(containerLine({ at: now, message, deploymentId: deployment.desiredVersion }));
    return c.body(null, 204);
  }),
];

function page(deployment: AmcDeployment) {
  const items = schedulersOf(deployment).map(schedulerView);
  return { total: items.length, items };
}

function requireScheduler(deployment: AmcDeployment, flowName: string): Scheduler {
  const scheduler = schedulersOf(deployment).find((known) => known.flowName === flowName);
  if (scheduler === undefined) throw fail(404, `Flow ${flowName} has no scheduler in this deployment`);
  return scheduler;
}

/** The settings of the one type are null or left out for the other. @throws PlatformError 400 */
function requireSettings({ type }: Scheduler, sent: Partial<Scheduler>): void {
  const isCron = type === 'CronScheduler';
  const [needed, others] = isCron
    ? ([['expression'], ['frequency', 'timeUnit', 'startDelay']] as const)
    : ([
        ['frequency', 'timeUnit'],
        ['expression', 'timeZone'],
      ] as const);
  for (const name of needed) if (sent[name] == null) throw fail(400, `${name}: is required for a ${type}`);
  for (const name of others) if (sent[name] != null) throw fail(400, `${name}: must be null for a ${type}`);
}
