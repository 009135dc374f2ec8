import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { call } from '../../../src/core/operations.ts';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import { defineWriteTool } from '../../../src/core/tools/define-write-tool.ts';
import type { Tool } from '../../../src/core/tools/tool.ts';
import { Pipeline } from '../../../src/mcp/calls/pipeline.ts';
import type { CallResult } from '../../../src/mcp/calls/render.ts';
import { createLog } from '../../../src/mcp/log.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { platformFailure } from '../../../src/platform/errors.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { drivenClock } from '../../support/driven-clock.ts';
import { caller, gating } from '../../support/safety.ts';
import { testTool } from '../../support/tools.ts';

/** An ordinary word: only the call that was given it knows that it is a secret. */
const password = 'sunflower';

function bench() {
  const secrets = new Secrets();
  const session = createSession(loadConfiguration([], {}).settings, secrets, { clock: drivenClock() });
  const said: string[] = [];
  const log = createLog('debug', secrets, (line) => said.push(line));
  const pipeline = new Pipeline({ ...gating(), tools: new OfferedTools(), session: async () => session, secrets, log });
  const { signal } = new AbortController();
  return {
    /** What its progress and its log said. */
    said,
    call: (tool: Tool, args: object = {}): Promise<CallResult> =>
      pipeline.call(tool, args, { signal, caller, progress: (message) => said.push(message) }),
  };
}

const echo = { text: `set to ${password}`, list: [password], state: 'new' };
const output = z.object({ text: z.string(), list: z.array(z.string()), state: z.string() });
const example = { arguments: { password: 'x' }, answers: '' };

function reading(run: () => typeof echo = () => echo, state: z.ZodType<string> = z.string(), reveals?: string): Tool {
  return defineReadTool({
    ...testTool,
    name: 'anypoint_read_test',
    effect: 'read',
    input: { password: z.string() },
    example,
    output: output.extend({ state }),
    ...(reveals === undefined ? {} : { reveals: () => [reveals, undefined] }),
    async run(args, { secrets, progress }) {
      secrets.addGiven(args.password);
      progress(`checking ${password}`, 1);
      return run();
    },
    present: ({ text }) => ({ headline: `It was ${text}.`, data: `text: ${text}` }),
  });
}

function writing(observe = () => ({ state: `WITH ${password}`, isComplete: true })): Tool {
  return defineWriteTool({
    ...testTool,
    name: 'anypoint_write_test',
    effect: 'update',
    input: { password: z.string() },
    example,
    output,
    async plan(args, { secrets }) {
      secrets.addGiven(args.password);
      return {
        summary: `set ${password}`,
        steps: [
          {
            kind: 'update',
            thing: { kind: 'server', id: '7', name: `of ${password}` },
            action: `Set ${password}`,
            changes: [{ setting: 'password', before: 'old', after: password }],
          },
        ],
        warnings: [`${password} is short`],
        undo: 'nothing',
        intent: {},
      };
    },
    apply: async () => echo,
    follow: {
      readAgain: () => call('server.get', { server: '7' }),
      observe: async (value) => ({ ...observe(), value }),
    },
    present: ({ text }) => ({ headline: `It was ${text}.`, data: `text: ${text}` }),
  });
}

describe('the secrets that a call was given', () => {
  it('are masked in its result, whatever they are, and in its progress', async () => {
    const { call: made, said } = bench();
    const { structured, text } = await made(reading(), { password });
    expect(structured).toEqual({ text: 'set to [secret]', list: ['[secret]'], state: 'new' });
    expect(text).toContain('It was set to [secret].');
    expect(text).toContain('text: set to [secret]');
    expect(said[0]).toBe('checking [secret]');
    expect(`${text} ${said.join(' ')}`).not.toContain(password);
  });

  it('are masked in the plan and the result of a write, and in what its work says', async () => {
    const { call: made, said } = bench();
    const planned = await made(writing(), { password, dryRun: true });
    expect(planned.structured).toMatchObject({
      outcome: 'planned',
      plan: {
        summary: 'set [secret]',
        steps: [{ thing: { name: 'of [secret]' }, action: 'Set [secret]', changes: [{ after: '[secret]' }] }],
        warnings: ['[secret] is short'],
      },
    });
    const done = await made(writing(), { password });
    expect(done.structured).toMatchObject({ outcome: 'done', result: { text: 'set to [secret]' } });
    expect(done.text).toContain('WITH [secret]');
    expect(`${JSON.stringify([planned, done])} ${said.join(' ')}`).not.toContain(password);
  });

  it('are masked in failures, of the call itself and of its work', async () => {
    const { call: made, said } = bench();
    const broken = (): never => {
      throw platformFailure({ what: `Bad ${password}.`, why: `It is ${password}.`, next: `Not ${password}.` });
    };
    const failed = await made(reading(broken), { password });
    expect(failed.text).toContain('Bad [secret].');
    const unseen = await made(writing(broken), { password, timeoutSeconds: 1 });
    expect(unseen.text).toContain('Bad [secret].');
    expect(`${JSON.stringify([failed, unseen])} ${said.join(' ')}`).not.toContain(password);
  });

  it('stay where the caller asked for them, or where a state of the result is called the same', async () => {
    const { call: made } = bench();
    const asked = await made(reading(undefined, undefined, echo.text), { password });
    expect(asked.structured).toEqual({ ...echo, list: ['[secret]'] });
    expect(asked.text).toContain(`text: ${echo.text}`);
    const state = z.enum([password, 'new']);
    const named = await made(
      reading(() => ({ text: 'x', list: [], state: password }), state),
      { password },
    );
    expect(named.structured).toEqual({ text: 'x', list: [], state: 'sunflower' });
  });

  it('are forgotten with the call: ordinary words stay in later results', async () => {
    const { call: made } = bench();
    await made(reading(), { password });
    expect((await made(reading(), { password: 'another' })).structured).toEqual(echo);
  });
});
