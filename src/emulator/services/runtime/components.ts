import * as z from 'zod';
import type { Place } from '../../core/identity/places.ts';
import { defineKind, sameId } from '../../core/kinds.ts';
import type { Platform } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { arm, serverScopes } from './api.ts';
import { clusters } from './cluster.ts';
import { armError } from './errors.ts';
import type { TargetComponent } from './model.ts';
import { servers } from './server.ts';
import { serverGroups } from './server-group.ts';
import { isTarget } from './targets.ts';

/** The components of agents, by the id of their target. They are created when first read or changed. */
export const components = defineKind({
  name: 'components',
  noun: 'component',
  empty: () => new Map<number, TargetComponent[]>(),
  deletedWith: [sameId(servers), sameId(serverGroups), sameId(clusters)],
});

/**
 * The CLI sends `configuration` [docs/platform/cli.md#applications-on-servers], the document says
 * `configurationProperties` [docs/platform/runtime.md#target-components]. `enabled` may be a string.
 */
const changeBody = z.strictObject({
  enabled: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).optional(),
  configuration: z.record(z.string(), z.unknown()).optional(),
  configurationProperties: z.record(z.string(), z.unknown()).optional(),
});

const all = '/targets/{targetId}/components';
const one = `${all}/{componentId}` as const;

/** The agent's components on a server, group or cluster [docs/platform/runtime.md#target-components]. */
export const componentRoutes: readonly Route[] = [
  arm.environment('GET', all, serverScopes.read, (c, place) =>
    c.json({ data: componentsAt(c.var.platform, place, c.req.param('targetId')).map(componentView) }),
  ),

  arm.environment('GET', one, serverScopes.read, (c, place) =>
    c.json({ data: componentView(requireComponent(c.var.platform, place, c.req.param())) }),
  ),

  ...(['PUT', 'PATCH'] as const).map((method) =>
    arm.environment(method, one, serverScopes.manage, async (c, place) => {
      const component = requireComponent(c.var.platform, place, c.req.param());
      const body = await readBody(c, changeBody, armError);
      const changes = body.configuration ?? body.configurationProperties ?? {};
      component.enabled = body.enabled ?? component.enabled;
      component.configuration = method === 'PUT' ? changes : { ...component.configuration, ...changes };
      const { id, enabled, configuration } = component;
      const data = { configurableComponentId: id, enabled: String(enabled), configurationProperties: configuration };
      return c.json({ data }, 202);
    }),
  ),
];

function componentsAt(platform: Platform, place: Place, targetId: string): TargetComponent[] {
  if (!isTarget(platform, place, Number(targetId))) throw armError(404, 'target not found');
  return componentsOf(platform, Number(targetId));
}

/** The CLI identifies a component by name, the document by id. @throws PlatformError 404 */
function requireComponent(
  platform: Platform,
  place: Place,
  { targetId, componentId }: { targetId: string; componentId: string },
): TargetComponent {
  const found = componentsAt(platform, place, targetId).find(
    ({ id, name }) => String(id) === componentId || name === componentId,
  );
  if (found === undefined) throw armError(404, 'component not found');
  return found;
}

function componentView({ id, name, enabled, configuration }: TargetComponent) {
  return { component: { id, name }, enabled, configuration };
}

/** The components of a target, initially with the agent's defaults. */
function componentsOf({ store }: Platform, targetId: number): TargetComponent[] {
  const existing = store.of(components).get(targetId);
  if (existing !== undefined) return existing;
  const fresh = agentComponents();
  store.of(components).set(targetId, fresh);
  return fresh;
}

function agentComponents(): TargetComponent[] {
  return [
    {
      id: 101,
      name: 'mule.agent.tracking.service',
      enabled: true,
      configuration: { globalTrackingLevel: 'TRACE', trackedApplications: [] },
    },
    { id: 102, name: 'mule.agent.tracking.handler.analytics', enabled: false, configuration: {} },
    { id: 103, name: 'mule.agent.logging.service', enabled: true, configuration: { applicationLogLevels: [] } },
    { id: 104, name: 'mule.agent.jmx.publisher.service', enabled: true, configuration: { frequency: 15 } },
  ];
}
