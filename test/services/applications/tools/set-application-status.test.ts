import { describe, expect, it, vi } from 'vitest';
import { startHarness } from '../../../support/harness.ts';
import { catalogBatch, dataCloud, Estate, ordersApp, ordersAppId } from './estate.ts';

const tool = 'anypoint_set_application_status';
const each = [dataCloud, ordersApp, catalogBatch];

describe(tool, async () => {
  const harness = await startHarness();
  const estate = new Estate(harness);

  it.each(each)('stops, starts and restarts %s, and what it says is so', async (application) => {
    const state = async () => (await harness.ok('anypoint_get_application', { application }))['application'].state;
    const stopped = await harness.ok(tool, { application, action: 'stop' });
    expect(stopped).toMatchObject({ outcome: 'done', result: { application: { state: 'stopped' }, action: 'stop' } });
    expect(stopped['plan'].steps).toEqual([
      { action: 'Stop it', changes: [{ setting: 'state', before: 'running', after: 'stopped' }] },
    ]);
    expect(await state()).toBe('stopped');
    const started = await harness.ok(tool, { application, action: 'start' });
    expect(started).toMatchObject({ outcome: 'done', result: { application: { state: 'running' } } });
    expect(await state()).toBe('running');
    const restarted = await harness.ok(tool, { application, action: 'restart' });
    expect(restarted).toMatchObject({ outcome: 'done', result: { action: 'restart', alreadySo: false } });
    expect(await state()).toBe('running');
  });

  it.each(each)('sends nothing with dryRun, nor when %s runs already', async (application) => {
    const writes = await estate.writesOf(async () => {
      const dry = await harness.ok(tool, { application, action: 'restart', dryRun: true });
      expect(dry['outcome']).toBe('planned');
      const { outcome, plan } = await harness.ok(tool, { application, action: 'start' });
      expect(outcome).toBe('no_change');
      expect(plan.summary).toContain('is started already');
    });
    expect(writes).toEqual([]);
  });

  it('starts what is stopped when asked to restart it', async () => {
    const application = estate.addCloudHub('stopped-one');
    await harness.ok(tool, { application, action: 'stop' });
    const { plan, result } = await harness.ok(tool, { application, action: 'restart' });
    expect(plan.warnings).toEqual(['It is not running, so it is only started.']);
    expect(result.action).toBe('start');
  });

  it('names the actions there are', async () => {
    expect(await harness.fails(tool, { application: dataCloud, action: 'delete' })).toContain('action is wrong');
  });

  it('restarts on servers with a form that holds no file', async () => {
    const { fileName } = estate.hybrid();
    const writes = await estate.writesOf(() => harness.ok(tool, { application: catalogBatch, action: 'restart' }));
    expect(writes).toEqual([expect.objectContaining({ method: 'PATCH' })]);
    expect(estate.hybrid().fileName).toBe(fileName);
  });
});

describe(`${tool} while it takes its time`, async () => {
  let answer: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;
  const harness = await startHarness({ emulator: { clock: 'driven', intercept: (request) => answer?.(request) } });
  const estate = new Estate(harness);

  it('counts 304 for so already', async () => {
    const application = estate.addCloudHub('already');
    answer = ({ url }) => (url.endsWith('/status') ? new Response(null, { status: 304 }) : undefined);
    const { text, structured } = await harness.call(tool, { application, action: 'restart' });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'done', result: { alreadySo: true } });
    expect(text).toContain('it was so already');
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
    const application = estate.addDeployment('restarted');
    const wanted: string[] = [];
    answer = async (request) => {
      if (request.method === 'PATCH') wanted.push(JSON.stringify(await request.clone().json()));
      return undefined;
    };
    const progress: string[] = [];
    const { outcome, plan } = await harness.ok(tool, { application, action: 'restart' }, { progress });
    answer = undefined;
    expect(outcome).toBe('done');
    expect(plan.warnings[0]).toContain('CloudHub 2.0 knows no restart');
    expect(wanted).toEqual([
      '{"application":{"desiredState":"STOPPED"}}',
      '{"application":{"desiredState":"STARTED"}}',
    ]);
    expect(progress[0]).toMatch(/^stopping: APPLYING/);
    expect(progress.at(-1)).toMatch(/^APPLIED, RUNNING/);
    expect(estate.deployment(application).desiredState).toBe('STARTED');
  });

  it('starts it again even when the caller cancels in between', async () => {
    const application = estate.addDeployment('cancelled');
    const controller = new AbortController();
    answer = ({ method, url }) => {
      if (method === 'GET' && url.endsWith(application) && estate.deployment(application).desiredState === 'STOPPED') {
        controller.abort();
      }
      return undefined;
    };
    const call = harness.call(tool, { application, action: 'restart' }, { signal: controller.signal });
    await expect(call).rejects.toThrow('cancelled');
    answer = undefined;
    expect(estate.deployment(application).desiredState).toBe('STARTED');
  });

  /** The desired states that were asked for while something ran. */
  const askedFor = async (work: () => Promise<unknown>): Promise<string[]> => {
    const wanted: string[] = [];
    answer = async (request) => {
      if (request.method === 'PATCH') wanted.push(/STARTED|STOPPED/.exec(await request.clone().text())?.[0] ?? '?');
      return undefined;
    };
    await work();
    answer = undefined;
    return wanted;
  };

  it('has one limit for stopping, starting and all that follows, and counts its seconds from the beginning', async () => {
    const application = estate.addDeployment('in-time');
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
    expect(estate.deployment(application).desiredState).toBe('STARTED');
  });

  it.each([{ wait: true }, { wait: false }])(
    'starts it again at the limit although it has not stopped, and says so: %j',
    async (more) => {
      const application = estate.addDeployment('frozen');
      const fault = harness.emulator.faults.add({ kind: 'freeze' });
      let result: Awaited<ReturnType<typeof harness.call>> | undefined;
      const wanted = await askedFor(async () => {
        result = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 5, ...more });
      });
      harness.emulator.faults.clear(fault.id);
      expect(wanted).toEqual(['STOPPED', 'STARTED']);
      expect(result?.structured).toMatchObject({ outcome: 'in_progress', result: { action: 'restart' } });
      expect(result?.text).toMatch(
        /^Accepted, still in progress: restart .*\nApplication "frozen" .* was told to start again before it was seen stopped\. stopping: .* after 5 s\. Read it again with /,
      );
      expect(await harness.ok(tool, { application, action: 'start' })).toMatchObject({ outcome: 'no_change' });
    },
  );

  it('starts it again within the shortest limit', async () => {
    const application = estate.addDeployment('hasty');
    const { text } = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 1 });
    expect(text).toMatch(/^Accepted, still in progress: /);
    expect(estate.deployment(application).desiredState).toBe('STARTED');
  });

  /** Answers every request about an application that is to be stopped so, reads or writes. */
  const whileStopped = (application: string, method: string, answered: () => Response | Promise<Response>) => {
    answer = (request) =>
      request.method === method &&
      request.url.endsWith(application) &&
      estate.deployment(application).desiredState === 'STOPPED'
        ? answered()
        : undefined;
  };
  const down = () => Response.json({ message: 'down' }, { status: 503 });
  const no = () => Response.json({ message: 'no' }, { status: 403 });

  it.each([
    ['fails', down],
    ['is refused', no],
  ])('starts it again at the limit when reading it %s', async (_what, answered) => {
    const application = estate.addDeployment('unread');
    whileStopped(application, 'GET', answered);
    const { structured, text } = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 8 });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toMatch(/^Accepted, still in progress: .*\nApplication "unread" .* was told to start again before/);
    expect(text).toContain('its state could not be read after');
    expect(estate.deployment(application).desiredState).toBe('STARTED');
  });

  it('says before anything else that it is stopped when the platform does not start it at the limit either', async () => {
    const application = estate.addDeployment('refused-late');
    const fault = harness.emulator.faults.add({ kind: 'freeze' });
    whileStopped(application, 'PATCH', no);
    const result = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 5 });
    answer = undefined;
    harness.emulator.faults.clear(fault.id);
    expect(result.structured).toMatchObject({
      outcome: 'failed',
      note: expect.stringMatching(/^Application "refused-late" .* is not started again by this call\./),
    });
    expect(result.text).toMatch(/^Stopped, not started again: restart application "refused-late"/);
    expect(result.text).toContain('"Create Applications"');
    const [, name = '', json = '{}'] = /start it with (\w+) (\{.*?\})\./.exec(result.text) ?? [];
    expect(name).toBe(tool);
    expect(await harness.ok(name, JSON.parse(json))).toMatchObject({ outcome: 'done' });
    expect(estate.deployment(application).desiredState).toBe('STARTED');
  });

  it('starts it again although it is not to be waited for', async () => {
    const application = estate.addDeployment('unwaited');
    let outcome: unknown;
    const wanted = await askedFor(async () => {
      ({ outcome } = await harness.ok(tool, { application, action: 'restart', wait: false }));
    });
    expect(outcome).toBe('in_progress');
    expect(wanted).toEqual(['STOPPED', 'STARTED']);
  });

  it('is stopped and started through an outage in between', async () => {
    const application = estate.addDeployment('outlasting');
    let failing = 8;
    answer = ({ method, url }) => {
      const isStopping = estate.deployment(application).desiredState === 'STOPPED';
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

  it('starts it again in any case when a bug of ours ends the wait', async () => {
    const application = estate.addDeployment('buggy');
    const { applicationManager } = harness.session.platform;
    const read = vi.spyOn(applicationManager, 'deployment');
    answer = ({ method }) => {
      if (method === 'PATCH') read.mockRejectedValueOnce(new TypeError('a bug'));
      return undefined;
    };
    await harness.fails(tool, { application, action: 'restart' });
    answer = undefined;
    read.mockRestore();
    expect(estate.deployment(application).desiredState).toBe('STARTED');
  });

  it('has failed when the platform refuses to start it again, and says how to go on', async () => {
    const application = estate.addDeployment('refused');
    answer = ({ method }) =>
      method === 'PATCH' && estate.deployment(application).desiredState === 'STOPPED'
        ? Response.json({ message: 'no' }, { status: 403 })
        : undefined;
    const { structured, text } = await harness.call(tool, { application, action: 'restart' });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'failed', result: { application: { state: 'stopped' } } });
    expect(text).toMatch(/^Stopped, not started again: restart /);
    expect(text).toContain('"Create Applications"');
    expect(text).toContain(`start it with ${tool} {"application":"cloudhub2:${application}","action":"start"}.`);
  });

  it('says that the start may have been taken when the platform has not answered it', async () => {
    const application = estate.addDeployment('unanswered');
    answer = ({ method }) =>
      method === 'PATCH' && estate.deployment(application).desiredState === 'STOPPED'
        ? Response.json({ message: 'down' }, { status: 503 })
        : undefined;
    const { structured, text } = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 20 });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toMatch(/^Stopped, possibly not started again: restart /);
    expect(text).toContain('which the platform has not answered. If it stays stopped, start it with');
  });

  it('says why a start failed', async () => {
    const application = estate.addDeployment('faulty');
    await harness.ok(tool, { application, action: 'stop' });
    estate.deployment(application).fault = 'Port 8081 is in use';
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

describe(`${tool} before a platform that falls silent`, async () => {
  let tick: () => void = () => undefined;
  let answer: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;
  const harness = await startHarness({
    emulator: { clock: 'driven', intercept: (request) => answer?.(request) },
    ticker: (call) => {
      tick = call;
      return { stop: () => undefined };
    },
  });
  const estate = new Estate(harness);

  it('gives the start at the limit the time of one look, and says that it may have been taken', async () => {
    const application = estate.addDeployment('silent');
    const fault = harness.emulator.faults.add({ kind: 'freeze' });
    let open: () => void = () => undefined;
    const silence = new Promise<undefined>((resolve) => (open = () => resolve(undefined)));
    answer = ({ method }) => {
      if (method !== 'PATCH' || estate.deployment(application).desiredState !== 'STOPPED') return undefined;
      void harness.session.clock.sleep(5_000).then(() => tick());
      return silence;
    };
    const { structured, text } = await harness.call(tool, { application, action: 'restart', timeoutSeconds: 5 });
    open();
    answer = undefined;
    harness.emulator.faults.clear(fault.id);
    expect(structured).toMatchObject({ outcome: 'in_progress' });
    expect(text).toMatch(
      /^Stopped, possibly not started again: restart .*\nApplication "silent" .* has not answered\./,
    );
  });
});
