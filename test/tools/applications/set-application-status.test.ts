import { describe, expect, it } from 'vitest';
import { startHarness } from '../../support/harness.ts';
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
    expect(plan.warnings).toEqual(['It is not running, so it is started.']);
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

  it('starts it again when it is never seen stopped, and says that it is not known', async () => {
    const application = estate.addDeployment('stubborn');
    const shown = { status: 'APPLIED', application: { status: 'RUNNING', desiredState: 'STARTED' } };
    answer = ({ method, url }) =>
      method === 'GET' && url.endsWith(application)
        ? Response.json({ id: application, name: 'stubborn', ...shown })
        : undefined;
    const text = await harness.fails(tool, { application, action: 'restart' });
    answer = undefined;
    expect(text).toContain('was not seen stopped within 180 s, and was asked to start again');
    expect(text).toContain('may have happened');
    expect(estate.deployment(application).desiredState).toBe('STARTED');
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
