import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { armError } from '../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { TargetComponent } from '../../core/store.ts';
import { isTarget } from './targets.ts';

/** The CLI sends `configuration`, the document says `configurationProperties`; the switch may be text [spec:arm][cli:runtime-mgr]. */
const changeBody = z.object({
  enabled: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).optional(),
  configuration: z.record(z.string(), z.unknown()).optional(),
  configurationProperties: z.record(z.string(), z.unknown()).optional(),
});

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

/** The agent's components on a server, group or cluster (reference 3.4). */
export function armComponentRoutes({ store }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  const componentsOf = (c: Context<PlatformEnv>, text: string): TargetComponent[] => {
    const targetId = Number(text);
    if (!isTarget(store, c.get('place'), targetId)) throw armError(404, 'target not found');
    const existing = store.components.get(targetId);
    if (existing !== undefined) return existing;
    const fresh = agentComponents();
    store.components.set(targetId, fresh);
    return fresh;
  };

  // The CLI names a component by name, the document by id.
  const componentOf = (c: Context<PlatformEnv>, targetId: string, componentId: string): TargetComponent => {
    const found = componentsOf(c, targetId).find(({ id, name }) => String(id) === componentId || name === componentId);
    if (found === undefined) throw armError(404, 'component not found');
    return found;
  };

  app.get('/targets/:targetId/components', (c) =>
    c.json({ data: componentsOf(c, c.req.param('targetId')).map(componentView) }),
  );

  app.get('/targets/:targetId/components/:componentId', (c) => {
    const { targetId, componentId } = c.req.param();
    return c.json({ data: componentView(componentOf(c, targetId, componentId)) });
  });

  app.on(['PUT', 'PATCH'], '/targets/:targetId/components/:componentId', async (c) => {
    const { targetId, componentId } = c.req.param();
    const component = componentOf(c, targetId, componentId);
    const body = await readBody(c, changeBody, armError);
    const changes = body.configuration ?? body.configurationProperties ?? {};
    component.enabled = body.enabled ?? component.enabled;
    component.configuration = c.req.method === 'PUT' ? changes : { ...component.configuration, ...changes };
    return c.json(
      {
        data: {
          configurableComponentId: component.id,
          enabled: String(component.enabled),
          configurationProperties: component.configuration,
        },
      },
      202,
    );
  });

  return app;
}

function componentView({ id, name, enabled, configuration }: TargetComponent) {
  return { component: { id, name }, enabled, configuration };
}
