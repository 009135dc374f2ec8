import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { FaultError, type FaultList, faultView } from './faults.ts';
import type { FreezableClock } from './freezable-clock.ts';

/** The path of the emulator's own API, beside that of the platform. */
export const controlPath = '/emulator';

/** The emulator's own API: faults and the clock. For programs on the same machine only. */
export function controlRoutes(faults: FaultList, clock: FreezableClock): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>().basePath(controlPath);

  app.use('*', async (c, next) => {
    const { remoteAddress = '' } = c.env.incoming.socket;
    if (!/^(127\.|::1$|::ffff:127\.)/.test(remoteAddress)) {
      return c.json({ problems: ['The emulator is controlled from its own machine only'] }, 403);
    }
    // A page in a browser on this machine also comes from loopback, and always says so when it writes.
    if (c.req.header('origin') !== undefined) {
      return c.json({ problems: ['The emulator is not controlled by web pages'] }, 403);
    }
    return await next();
  });

  app.get('/faults', (c) => c.json({ faults: faults.list().map(faultView) }));

  app.post('/faults', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) return c.json({ problems: ['The body must be JSON: one fault'] }, 400);
    try {
      // add() checks it, whatever it is.
      return c.json(faultView(faults.add(body as Parameters<FaultList['add']>[0])), 201);
    } catch (error) {
      if (error instanceof FaultError) return c.json({ problems: error.problems }, 400);
      throw error;
    }
  });

  app.delete('/faults', (c) => c.json({ cleared: faults.clear() }));

  app.delete('/faults/:id', (c) => {
    const cleared = faults.clear(Number(c.req.param('id')));
    return cleared === 0 ? c.json({ problems: [`There is no fault ${c.req.param('id')}`] }, 404) : c.json({ cleared });
  });

  app.get('/clock', (c) => c.json({ now: new Date(clock.unfrozenNow()).toISOString() }));

  app.post('/clock', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const seconds = typeof body === 'object' && body !== null && 'advanceSeconds' in body ? body.advanceSeconds : -1;
    if (typeof seconds !== 'number' || !(seconds >= 0)) {
      return c.json({ problems: ['advanceSeconds must be a number that is not negative'] }, 400);
    }
    try {
      clock.advance(seconds * 1000);
    } catch {
      return c.json({ problems: ['The clock can be moved only where it is driven: clock: "driven"'] }, 409);
    }
    return c.json({ now: new Date(clock.unfrozenNow()).toISOString() });
  });

  app.notFound((c) => c.json({ problems: [`There is nothing at ${c.req.path}; try ${controlPath}/faults`] }, 404));
  return app;
}
