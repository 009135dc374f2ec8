import { describe, expect, it, vi } from 'vitest';
import { startHarness } from '../../../support/harness.ts';
import { ApplicationFixtures, catalogBatch, dataCloud, ordersApp, ordersAppId } from '../fixtures.ts';

const tool = 'anypoint_set_application_status';
const each = [dataCloud, ordersApp, catalogBatch];

describe(tool, async () => {
  const harness = await startHarness();
  const fixtures = new ApplicationFixtures(harness);

  it.each(each)('stops, starts and restarts %s, and reports the real state', async (application) => {
    const state = async () => (await harness.ok('anypoint_get_application', { application }))['application'].state;
    const stopped = await harness.ok(tool, { application, action: 'stop' });
    expect(stopped).toMatchObject({ outcome: 'done', result: { application: { state: 'stopped' }, action: 'stop' } });
    expect(stopped['plan'].steps).toMatchObject([
      {
        kind: 'stop',
        thing: { kind: 'application' },
        action: 'Stop it',
        changes: [{ setting: 'state', before: 'running', after: 'stopped' }],
      },
    ]);
    expect(await state()).toBe('stopped');
    const started = await harness.ok(tool, { application, action: 'start' });
    expect(started).toMatchObject({ outcome: 'done', result: { application: { state: 'running' } } });
    expect(await state()).toBe('running');
    const restarted = await harness.ok(tool, { application, action: 'restart' });
    expect(restarted).toMatchObject({ outcome: 'done', result: { action: 'restart', unchanged: false } });
    expect(await state()).toBe('running');
  });

  it.each(each)('sends nothing with dryRun, nor when %s runs already', async (application) => {
    const writes = await fixtures.writesOf(async () => {
      const dry = await harness.ok(tool, { application, action: 'restart', dryRun: true });
      expect(dry['outcome']).toBe('planned');
      const { outcome, plan } = await harness.ok(tool, { application, action: 'start' });
      expect(outcome).toBe('no_change');
      expect(plan.summary).toContain('is started already');
    });
    expect(writes).toEqual([]);
  });

  it.each(each)('names the call that reads %s again', async (application) => {
    const { text } = await harness.call(tool, { application, action: 'stop', wait: false });
    const [, again = '', args = '{}'] = /Read it again with (\w+) (\{.*\})\.$/m.exec(text) ?? [];
    const { application: read } = await harness.ok(again, JSON.parse(args));
    expect(read).toMatchObject({ name: application, state: 'stopped' });
    await harness.ok(tool, { application, action: 'start' });
  });

  it('starts what is stopped when asked to restart it', async () => {
    const application = fixtures.addCloudHub('stopped-one');
    await harness.ok(tool, { application, action: 'stop' });
    const { plan, result } = await harness.ok(tool, { application, action: 'restart' });
    expect(plan.warnings).toEqual(['It is not running, so it is only started.']);
    expect(result.action).toBe('start');
  });

  it('names the actions there are', async () => {
    expect(await harness.fails(tool, { application: dataCloud, action: 'delete' })).toContain('action is wrong');
  });

  it('restarts on servers with a form that holds no file', async () => {
    const { fileName } = fixtures.hybrid();
    const writes = await fixtures.writesOf(() => harness.ok(tool, { application: catalogBatch, action: 'restart' }));
    expect(writes).toEqual([expect.objectContaining({ method: 'PATCH' })]);
    expect(fixtures.hybrid().fileName).toBe(fileName);
  });
});

describe(`${tool} while it takes its time`, async () => {
  let answer: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;
  const harness = await startHarness({ emulator: { clock: 'driven', intercept: (request) => answer?.(request) } });
  const fixtures = new ApplicationFixtures(harness);

  it('reports 304 as already in that state', async () => {
    const application = fixtures.addCloudHub('already');
    answer = ({ url }) => (url.endsWith('/status') ? new Response(null, { status: 304 }) : undefined);
    const { text, structured } = await harness.call(tool, { application, action: 'restart' });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'done', result: { unchanged: true } });
    expect(text).toContain('The platform changed nothing: it was already in that state.');
  });

  it.each(each)('waits for %s', async (application) => {
    const progress: string[] = [];
    await harness.ok(tool, { application, action: 'stop' }, { progress });
    expect(progress.length).toBeGreaterThan(1);
    progress.length = 0;
    const { result } = await harness.ok(tool, { application, action: 'start' }, { progress });
    expect(progress.length).toBeGreaterThan(1);
    expect(result.application.state).toBe('running');
  });

  it('restarts on CloudHub 2.0 by stopping, waiting and starting in one call', async () => {
    const application = fixtures.addDeployment('restarted');
    const desired: string[] = [];
    answer = async (request) => {
      if (request.method === 'PATCH') desired.push(JSON.stringify(await request.clone().json()));
      return undefined;
    };
    const progress: string[] = [];
    const { outcome, plan } = await harness.ok(tool, { application, action: 'restart' }, { progress });
    answer = undefined;
    expect(outcome).toBe('done');
    expect(plan.warnings[0]).toContain('CloudHub 2.0 has no restart');
    expect(desired).toEqual([
      '{"application":{"desiredState":"STOPPED"}}',
      '{"application":{"desiredState":"STARTED"}}',
    ]);
    expect(progress[0]).toMatch(/^stopping: APPLYING/);
    expect(progress.at(-1)).toMatch(/^APPLIED, RUNNING/);
    expect(fixtures.deployment(application).desiredState).toBe('STARTED');
  });

  it('starts it again even when the caller cancels in between', async () => {
    const application = fixtures.addDeployment('cancelled');
    const controller = new AbortController();
    answer = ({ method, url }) => {
      if (
        method === 'GET' &&
        url.endsWith(application) &&
        fixtures.deployment(application).desiredState === 'STOPPED'
      ) {
        controller.abort();
      }
      return undefined;
    };
    const call = harness.call(tool, { application, action: 'restart' }, { signal: controller.signal });
    await expect(call).rejects.toThrow('cancelled');
    answer = undefined;
    expect(fixtures.deployment(application).desiredState).toBe('STARTED');
  });

  /** The desired states that were sent during `work`. */
  const desiredStatesOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    const desired: string[] = [];
    answer = async (request) => {
      if (request.method === 'PATCH') desired.push(/STARTED|STOPPED/.exec(await request.clone().text())?.[0] ?? '?');
      return undefined;
    };
    await work();
    answer = undefined;
    return desired;
  };

  it('has one limit for stopping, starting and all that follows, and counts its seconds from the start of the call', async () => {
    const application = fixtures.addDeployment('in-time');
    const progress: string[] = [];
    const { structured, text } = await harness.call(tool, { application, action: 'restart' }, { progress });
    expect(structured).toMatchObject({ outcome: 'done' });
    const seconds = progress.map((message) => Number(/ after (\d+) s$/.exec(message)?.[1]));
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
    expect(seconds.at(-1)).toBeGreaterThan(4);
    expect(text).toContain(`RUNNING after ${seconds.at(-1)} s.`);
    const short = await harness.call(tool, {
      application,
      action: 'restart',
      timeoutSeconds: (seconds.at(-1) ?? 0) - 1,
    });
    expect(short.structured).toMatchObject({ outcome: 'in_progress' });
    expect(short.text).toMatch(/^Accepted, still in progress: /);
    expect(fixtures.deployment(application).desiredState).toBe('STARTED');
  });

  it.each([{ wait: true }, { wait: false }])(
    'starts it again at the limit although it has not stopped, and says so: %j',
    async (more) => {
      const application = fixtures.addDeployment('frozen');
      const fault = harness.emulator.faults.add({ kind: 'freeze' });
      let result: Awaited<ReturnType<typeof harness.call>> | undefined;
      const desired = await desiredStatesOf(async () => {
        result = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 5, ...more });
      });
      harness.emulator.faults.clear(fault.id);
      expect(desired).toEqual(['STOPPED', 'STARTED']);
      expect(result?.structured).toMatchObject({ outcome: 'in_progress', result: { action: 'restart' } });
      expect(result?.text).toMatch(
        /^Accepted, still in progress: in sandbox environment .*, restart .*\nApplication "frozen" .* was asked to start again before it was seen stopped\. Stopping: .* after 5 s\. Read it again with /,
      );
      expect(await harness.ok(tool, { application, action: 'start' })).toMatchObject({ outcome: 'no_change' });
    },
  );

  it('starts it again within the shortest limit', async () => {
    const application = fixtures.addDeployment('hasty');
    const { text } = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 1 });
    expect(text).toMatch(/^Accepted, still in progress: /);
    expect(fixtures.deployment(application).desiredState).toBe('STARTED');
  });

  /** Answers requests with this method about an application while its desired state is STOPPED. */
  const whileStopped = (application: string, method: string, answered: () => Response | Promise<Response>) => {
    answer = (request) =>
      request.method === method &&
      request.url.endsWith(application) &&
      fixtures.deployment(application).desiredState === 'STOPPED'
        ? answered()
        : undefined;
  };
  const down = () => Response.json({ message: 'down' }, { status: 503 });
  const no = () => Response.json({ message: 'no' }, { status: 403 });

  it.each([
    ['fails', down, /its state could not be read after \d+ s: The platform failed: /],
    ['is refused', no, /its state could not be read within 1 s: The signed-in principal is not allowed to do this: /],
  ])('starts it again at the limit when reading it %s', async (_what, answered, expected) => {
    const application = fixtures.addDeployment('unread');
    whileStopped(application, 'GET', answered);
    const { structured, text } = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 8 });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toMatch(/^Accepted, still in progress: .*\nApplication "unread" .* was asked to start again before/);
    expect(text).toMatch(expected);
    expect(fixtures.deployment(application).desiredState).toBe('STARTED');
  });

  it('says before anything else that it is stopped when the platform does not start it at the limit either', async () => {
    const application = fixtures.addDeployment('refused-late');
    const fault = harness.emulator.faults.add({ kind: 'freeze' });
    whileStopped(application, 'PATCH', () => Response.json({ message: 'Frozen for the audit' }, { status: 403 }));
    const result = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 5 });
    answer = undefined;
    harness.emulator.faults.clear(fault.id);
    expect(result.structured).toMatchObject({
      outcome: 'failed',
      note: expect.stringMatching(
        /^Application "refused-late" .* was asked to stop, and this call does not start it again\./,
      ),
    });
    expect(result.text).toMatch(
      /^Stopped, not started again: in sandbox environment .*, restart application "refused-late"/,
    );
    expect(result.text).toContain('"Create Applications"');
    expect(result.text).toContain('The platform said: "Frozen for the audit".');
    const [, name = '', json = '{}'] = /start it with (\w+) (\{.*?\})\./.exec(result.text) ?? [];
    expect(name).toBe(tool);
    expect(await harness.ok(name, JSON.parse(json))).toMatchObject({ outcome: 'done' });
    expect(fixtures.deployment(application).desiredState).toBe('STARTED');
  });

  it('starts it again although the call does not wait', async () => {
    const application = fixtures.addDeployment('unwaited');
    let outcome: unknown;
    const desired = await desiredStatesOf(async () => {
      ({ outcome } = await harness.ok(tool, { application, action: 'restart', wait: false }));
    });
    expect(outcome).toBe('in_progress');
    expect(desired).toEqual(['STOPPED', 'STARTED']);
  });

  it('is stopped and started through an outage in between', async () => {
    const application = fixtures.addDeployment('outlasting');
    let failing = 8;
    answer = ({ method, url }) => {
      const isStopping = fixtures.deployment(application).desiredState === 'STOPPED';
      if (!isStopping || !url.endsWith(application) || failing === 0) return undefined;
      failing--;
      return Response.json({ message: method }, { status: 503 });
    };
    const progress: string[] = [];
    const { outcome } = await harness.ok(tool, { application, action: 'restart' }, { progress });
    answer = undefined;
    expect(outcome).toBe('done');
    expect(progress[0]).toMatch(/^the platform is not answering at the moment/);
  });

  it('starts it again in any case when a bug in this server ends the wait', async () => {
    const application = fixtures.addDeployment('buggy');
    const { applicationManager } = harness.session.platform;
    const read = vi.spyOn(applicationManager, 'deployment');
    answer = ({ method }) => {
      if (method === 'PATCH') read.mockRejectedValueOnce(new TypeError('a bug'));
      return undefined;
    };
    await harness.fails(tool, { application, action: 'restart' });
    answer = undefined;
    read.mockRestore();
    expect(fixtures.deployment(application).desiredState).toBe('STARTED');
  });

  it('has failed when the platform refuses to start it again, and says how to continue', async () => {
    const application = fixtures.addDeployment('refused');
    answer = ({ method }) =>
      method === 'PATCH' && fixtures.deployment(application).desiredState === 'STOPPED'
        ? Response.json({ message: 'no' }, { status: 403 })
        : undefined;
    const { structured, text } = await harness.call(tool, { application, action: 'restart' });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'failed', result: { application: { state: 'stopped' } } });
    expect(text).toMatch(/^Stopped, not started again: in sandbox environment .*, restart /);
    expect(text).toContain('"Create Applications"');
    expect(text).toContain(`start it with ${tool} {"application":"cloudhub2:${application}","action":"start"}.`);
  });

  it('says that the start may have been accepted when the platform has not answered it', async () => {
    const application = fixtures.addDeployment('unanswered');
    answer = ({ method }) =>
      method === 'PATCH' && fixtures.deployment(application).desiredState === 'STOPPED'
        ? Response.json({ message: 'down' }, { status: 503 })
        : undefined;
    const { structured, text } = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 20 });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toMatch(/^Stopped, possibly not started again: in sandbox environment .*, restart /);
    expect(text).toContain('the platform did not answer the start. If it stays stopped, start it with');
  });

  it('says why a start failed', async () => {
    const application = fixtures.addDeployment('faulty');
    await harness.ok(tool, { application, action: 'stop' });
    fixtures.deployment(application).failure = 'Port 8081 is in use';
    const { structured, text } = await harness.call(tool, { application, action: 'start' });
    expect(structured).toMatchObject({ outcome: 'failed' });
    expect(text).toContain('Port 8081 is in use');
  });

  it('names the scope when it is not allowed', async () => {
    answer = ({ method }) => (method === 'PATCH' ? Response.json({ message: 'no' }, { status: 403 }) : undefined);
    const text = await harness.fails(tool, { application: ordersAppId, action: 'stop' });
    answer = undefined;
    expect(text).toContain('"Create Applications"');
  });
});

describe(`${tool} when the platform stops answering`, async () => {
  let tick: () => void = () => undefined;
  let answer: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;
  const harness = await startHarness({
    emulator: { clock: 'driven', intercept: (request) => answer?.(request) },
    ticker: (call) => {
      tick = call;
      return { stop: () => undefined };
    },
  });
  const fixtures = new ApplicationFixtures(harness);

  it('gives the start at the limit the time of one request, and says that it may have been accepted', async () => {
    const application = fixtures.addDeployment('silent');
    const fault = harness.emulator.faults.add({ kind: 'freeze' });
    let open: () => void = () => undefined;
    const silence = new Promise<undefined>((resolve) => (open = () => resolve(undefined)));
    answer = ({ method }) => {
      if (method !== 'PATCH' || fixtures.deployment(application).desiredState !== 'STOPPED') return undefined;
      void harness.session.clock.sleep(5_000).then(() => tick());
      return silence;
    };
    const { structured, text } = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 5 });
    open();
    answer = undefined;
    harness.emulator.faults.clear(fault.id);
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toMatch(
      /^Stopped, possibly not started again: in sandbox environment .*, restart .*\nApplication "silent" .* the platform did not answer the start\./,
    );
  });
});
