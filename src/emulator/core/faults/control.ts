import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { FaultError, type FaultList, faultView } from './faults.ts';
import type { FreezableClock } from './freezable-clock.ts';

/** The path of the emulator's control API. */
export const controlPath = '/emulator';

/** The control API: faults and the clock. It serves programs on the same machine only. */
export function controlRoutes(faults: FaultList, clock: FreezableClock): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>().basePath(controlPath);

  app.use('*', async (c, next) => {
    const { remoteAddress = '' } = c.env.incoming.socket;
    if (!/^(127\.|::1$|::ffff:127\.)/.test(remoteAddress)) {
      return c.json({ problems: ['The control API accepts requests from the same machine only'] }, 403);
    }
    // Requests of a web page on this machine also come from loopback. Browsers mark those that write with an Origin.
    if (c.req.header('origin') !== undefined) {
      return c.json({ problems: ['The control API does not accept requests from web pages'] }, 403);
    }
    return await next();
  });

  app.get('/faults', (c) => c.json({ faults: faults.list().map(faultView) }));

  app.post('/faults', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) return c.json({ problems: ['The body must be one fault as JSON'] }, 400);
    try {
      // add() validates it.
      return c.json(faultView(faults.add(body as Parameters<FaultList['add']>[0])), 201);
    } catch (error) {
      if (error instanceof FaultError) return c.json({ problems: error.problems }, 400);
      throw error;
    }
  });

  app.delete('/faults', (c) => c.json({ cleared: faults.clear() }));

  app.delete('/faults/:id', (c) => {
    const cleared = faults.clear(Number(c.req.param('id')));
    return cleared === 0 ? c.json({ problems: [`Fault ${c.req.param('id')} not found`] }, 404) : c.json({ cleared });
  });

  app.get('/clock', (c) => c.json({ now: new Date(clock.unfrozenNow()).toISOString() }));

  app.post('/clock', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const seconds = typeof body === 'object' && body !== null && 'advanceSeconds' in body ? body.advanceSeconds : -1;
    if (typeof seconds !== 'number' || !(seconds >= 0)) {
      return c.json({ problems: ['advanceSeconds must be zero or a positive number'] }, 400);
    }
    try {
      clock.advance(seconds * 1000);
    } catch {
      return c.json(
        { problems: ['Only a driven clock can be advanced: start the emulator with clock: "driven"'] },
        409,
      );
    }
    return c.json({ now: new Date(clock.unfrozenNow()).toISOString() });
  });

  app.notFound((c) =>
    c.json(
      { problems: [`${c.req.path} not found; the control API has ${controlPath}/faults and ${controlPath}/clock`] },
      404,
    ),
  );
  return app;
}
