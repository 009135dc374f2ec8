import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { call as callOf } from '../../../src/core/operations.ts';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import type { Tool } from '../../../src/core/tools/tool.ts';
import { type CallEnvironment, Pipeline } from '../../../src/mcp/calls/pipeline.ts';
import { createLog } from '../../../src/mcp/log.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { advice } from '../../../src/platform/advice.ts';
import { abortError, type Choice, inputFailure, isAbort, platformFailure } from '../../../src/platform/errors.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { drivenClock } from '../../support/driven-clock.ts';
import { caller, gating } from '../../support/safety.ts';
import { testTool, toolsWithout } from '../../support/tools.ts';

const secret = 'kT9-vB2_xQ7wLm4Z';

function bench(tools = new OfferedTools()) {
  const secrets = new Secrets();
  secrets.add(secret);
  const session = createSession(loadConfiguration([], {}).settings, secrets, { clock: drivenClock() });
  const written: string[] = [];
  const log = createLog('debug', secrets, (line) => written.push(line));
  const pipeline = new Pipeline({ ...gating(), tools, session: async () => session, secrets, log });
  return {
    call: (tool: Tool, args: unknown = {}, environment: Partial<CallEnvironment> = {}) =>
      pipeline.call(tool, args, { signal: new AbortController().signal, caller, ...environment }),
    logged: (): Record<string, unknown>[] => written.map((line) => JSON.parse(line)),
  };
}

const input = { name: z.string().optional(), names: z.array(z.string()).optional(), count: z.number().optional() };

function reading(
  run: (args: { name?: string | undefined; names?: string[] | undefined }) => object,
  data?: string,
): Tool {
  return defineReadTool({
    ...testTool,
    name: 'anypoint_read_test',
    effect: 'read',
    input,
    output: z.looseObject({}),
    run: async (args) => ({ ...run(args) }),
    present: () => ({ headline: 'Read.', data }),
  });
}

const choosing = (choice: Choice): Tool =>
  reading(() => {
    throw inputFailure({ what: 'Which?', next: 'Say which.', choice });
  });
const options = [{ id: 'one', name: 'The one' }];

describe('a question of a call', () => {
  const asked = async (choice: Partial<Choice>, args: object): Promise<Choice | undefined> =>
    (await bench().call(choosing({ argument: 'name', message: 'Which?', options, ...choice }), args)).choice;

  it('is asked where its answer has a place in the arguments', async () => {
    expect(await asked({}, {})).toEqual({ argument: 'name', message: 'Which?', options });
    const item = { index: 0, text: 'x' };
    expect(await asked({ argument: 'names', item }, { names: ['x'] })).toEqual({
      ...{ argument: 'names', message: 'Which?', options, item },
    });
  });

  it('is not asked where it has none', async () => {
    expect(await asked({ argument: 'other' }, {})).toBeUndefined();
    expect(await asked({ argument: 'other', item: { index: 0, text: 'x' } }, {})).toBeUndefined();
    expect(await asked({ argument: 'count' }, {})).toBeUndefined();
    expect(await asked({ argument: 'names' }, {})).toBeUndefined();
    expect(await asked({ item: { index: 0, text: 'x' } }, { name: 'x' })).toBeUndefined();
    expect(await asked({ options: [] }, {})).toBeUndefined();
  });

  it('does not replace a link, which says more than its answer', async () => {
    const link =
      'https://anypoint.mulesoft.com/cloudhub/#/console/environments/11111111-2222-4333-8444-555555555555/servers';
    expect(await asked({}, { name: link })).toBeUndefined();
    expect(await asked({ argument: 'names', item: { index: 1, text: link } }, { names: ['x', link] })).toBeUndefined();
    expect(await asked({ argument: 'names', item: { index: 0, text: 'x' } }, { names: ['x', link] })).toBeDefined();
  });

  it('is shown without secrets and visibly', async () => {
    const item = { index: 0, text: `x\u200b ${secret}` };
    const choice = await asked(
      { argument: 'names', item, message: `Which of ${secret}?`, options: [{ id: 'one', name: `a\u200b ${secret}` }] },
      { names: ['x'] },
    );
    expect(choice).toEqual({
      argument: 'names',
      item: { index: 0, text: 'x [secret]' },
      message: 'Which of [secret]?',
      options: [{ id: 'one', name: 'a [secret]' }],
    });
  });

  it('is not there for a failure without one', async () => {
    const failing = reading(() => {
      throw inputFailure({ what: 'No.', next: 'Change it.' });
    });
    expect((await bench().call(failing)).choice).toBeUndefined();
  });
});

describe('the answers of a person', () => {
  it('replace what the caller gave', async () => {
    const seen: unknown[] = [];
    const tool = reading((args) => ({ n: seen.push(args) }));
    await bench().call(tool, { name: 'wrong', names: ['a', 'b'] }, { answers: { name: 'right', 'names.1': 'c' } });
    await bench().call(tool, undefined);
    expect(seen).toEqual([{ name: 'right', names: ['a', 'c'] }, {}]);
  });
});

describe('a call that does not end by itself', () => {
  it('was cancelled when anything it did says so', async () => {
    const { call, logged } = bench();
    await expect(
      call(
        reading(() => {
          throw abortError();
        }),
      ),
    ).rejects.toSatisfy(isAbort);
    expect(logged()).toEqual([expect.objectContaining({ message: 'call cancelled', tool: 'anypoint_read_test' })]);
    expect(logged()[0]).not.toHaveProperty('error');
  });

  it('was cancelled also when that broke something, which the log says', async () => {
    const { call, logged } = bench();
    const controller = new AbortController();
    const tool = reading(() => {
      controller.abort();
      throw platformFailure({ what: 'Cut.', next: 'x' });
    });
    await expect(call(tool, {}, { signal: controller.signal })).rejects.toSatisfy(isAbort);
    expect(logged()).toEqual([expect.objectContaining({ message: 'call cancelled', error: 'Cut.' })]);
  });
});

describe('advice in a failure', () => {
  it('names the place that the call names, where that is text', async () => {
    const failing = defineReadTool({
      ...testTool,
      name: 'anypoint_read_test',
      effect: 'read',
      input: { organization: z.unknown().optional(), environment: z.unknown().optional() },
      output: z.looseObject({}),
      run: () => {
        throw inputFailure({ what: 'No.', next: advice`Read it with ${callOf('server.get', { server: '7' })}.` });
      },
      present: () => ({ headline: '' }),
    });
    const { call } = bench();
    const place = '"organization":"Acme","environment":"Test"';
    const said = (await call(failing, { organization: 'Acme', environment: 'Test' })).text;
    expect(said).toContain('anypoint_get_server');
    for (const part of place.split(',')) expect(said).toContain(part);
    for (const other of [{ organization: 1, environment: ['x'] }, {}, 'text', null])
      expect((await call(failing, other)).text).not.toMatch(/"(?:organization|environment)":/);
  });

  it('says of a tool that is disabled here what the operator can do', async () => {
    const failing = reading(() => {
      throw inputFailure({ what: 'No.', next: advice`Read it with ${callOf('server.get', { server: '7' })}.` });
    });
    const { text } = await bench(toolsWithout(({ name }) => name === 'anypoint_get_server')).call(failing);
    expect(text).toMatch(/\n\[disabled here: anypoint_get_server/);
    expect((await bench().call(failing)).text).not.toContain('disabled here');
  });
});

describe('what is too large', () => {
  it('is refused before it is looked at', async () => {
    const { text, isError } = await bench().call(
      reading(() => ({})),
      { name: 'x'.repeat(5_000_000) },
    );
    expect(isError).toBe(true);
    expect(text.length).toBeLessThan(2_000);
  });
});

describe('a result', () => {
  it('has text, structure and nothing else', async () => {
    const read = await bench().call(reading(() => ({ a: 1 }), 'a: 1'));
    expect(Object.keys(read).sort()).toEqual(['isError', 'structured', 'text']);
    expect(read).toMatchObject({ isError: false, structured: { a: 1 } });
    expect(read.text).toMatch(/^Read\.\n<data-/);
  });

  it('has its time in the log, of this call alone', async () => {
    const { call, logged } = bench();
    await call(reading(() => ({})));
    expect(String(logged()[0]?.['ms'])).toMatch(/^\d+(?:\.\d)?$/);
  });
});
