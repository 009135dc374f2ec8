import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { findingsSchema } from '../../../src/core/diagnosis/diagnosis-output.ts';
import { call, tool } from '../../../src/core/operations.ts';
import { defineReadTool } from '../../../src/core/tools/define-read-tool.ts';
import { Pipeline } from '../../../src/mcp/calls/pipeline.ts';
import { createParts } from '../../../src/mcp/parts.ts';
import { disabledNote } from '../../../src/mcp/tools/disabled-tools.ts';
import { OfferedTools, type ToolSelection } from '../../../src/mcp/tools/offered-tools.ts';
import { type Advice, advice } from '../../../src/platform/advice.ts';
import { inputFailure } from '../../../src/platform/errors.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { startHarness } from '../../support/harness.ts';
import { caller, gating, safety } from '../../support/safety.ts';
import { testTool, toolOf } from '../../support/tools.ts';

const everything: ToolSelection = { readOnly: false, toolsets: undefined };
const readOnly: ToolSelection = { ...everything, readOnly: true };
const [update, remove, read] = [toolOf('gateway.update'), toolOf('gateway.delete'), toolOf('gateway.get')];

describe('the note on disabled tools', () => {
  it('is empty where none was named', () => {
    expect(disabledNote([], OfferedTools.of(readOnly))).toBe('');
    expect(disabledNote([], OfferedTools.of(everything))).toBe('');
  });

  it('names the writes of a server that only reads, sorted', () => {
    expect(disabledNote([update, remove], OfferedTools.of(readOnly))).toBe(
      '[disabled here: anypoint_delete_gateway, anypoint_update_gateway: writes, and this server is read-only. The operator can restart it without --read-only, or make the change elsewhere.]',
    );
    expect(disabledNote([update], OfferedTools.of(readOnly))).toContain(
      'anypoint_update_gateway: a write, and this server is read-only.',
    );
  });

  it('names tools of other toolsets apart, each toolset once', () => {
    const access = OfferedTools.of({ ...everything, toolsets: ['access'] });
    const said = disabledNote([read, toolOf('api.get'), toolOf('gateway.list')], access);
    expect(said).toContain(
      'anypoint_get_api, anypoint_get_gateway, anypoint_list_gateways: not in the toolsets of this server. The operator can restart it with gateways, apis in --toolsets.',
    );
    expect(disabledNote([update], access)).toContain('anypoint_update_gateway: not in the toolsets');
  });

  it('gives both reasons where both apply', () => {
    const both = OfferedTools.of({ readOnly: true, toolsets: ['apis'] });
    expect(disabledNote([update, toolOf('api.delete')], both)).toBe(
      '[disabled here: anypoint_delete_api: a write, and this server is read-only. The operator can restart it without --read-only, or make the change elsewhere. anypoint_update_gateway: a write, and this server is read-only; also not in the toolsets of this server. The operator can restart it without --read-only and with gateways in --toolsets, or make the change elsewhere.]',
    );
    expect(both.find('anypoint_update_gateway')).toEqual({
      problem:
        'anypoint_update_gateway is disabled: the operator started this server in read-only mode and limited it to the toolsets apis. The operator can restart it without --read-only and with gateways in --toolsets, or make the change elsewhere.',
    });
  });
});

describe('an answer that names disabled tools', async () => {
  const { session, secrets } = await startHarness();
  const { signal } = new AbortController();
  const args = { gateway: 'g' };
  const said = advice`fix: ${call('gateway.update', args)}, ${call('gateway.delete', args)}; ${call('gateway.get', args)}`;

  /** The answer of a server to a read that says this. */
  const answer = async (selection: ToolSelection, headline: Advice, data = '') =>
    (
      await new Pipeline({
        ...gating(),
        tools: OfferedTools.of(selection),
        session: async () => session,
        secrets,
        log: () => undefined,
      }).call(
        defineReadTool({
          ...testTool,
          name: 'anypoint_read_test',
          effect: 'read',
          input: {},
          output: z.object({}),
          run: async () => ({}),
          present: () => ({ headline, data }),
        }),
        {},
        { signal, caller },
      )
    ).text;

  it('says so once, behind everything else', async () => {
    expect(await answer(readOnly, advice`${said}; ${said}`)).toMatch(
      /; anypoint_get_gateway \{"gateway":"g"\}\n\[disabled here: anypoint_delete_gateway, anypoint_update_gateway: writes[^\n]*\]$/,
    );
  });

  it('says nothing where all tools are offered, or all that are named', async () => {
    const words = await answer(everything, said);
    expect(words).not.toContain('disabled');
    expect(await answer({ ...everything, toolsets: ['gateways'] }, said)).toBe(words);
    expect(await answer(readOnly, advice`See ${tool('gateway.get')}.`)).toBe('See anypoint_get_gateway.');
  });

  it('says it of an error, too', async () => {
    const failing = defineReadTool({
      ...testTool,
      name: 'anypoint_read_test',
      effect: 'read',
      input: {},
      output: z.object({}),
      run: () => Promise.reject(inputFailure({ what: 'No.', next: advice`Use ${tool('gateway.update')}.` })),
      present: () => ({ headline: '' }),
    });
    const tools = OfferedTools.of(readOnly);
    const pipeline = new Pipeline({ ...gating(), tools, session: async () => session, secrets, log: () => undefined });
    expect((await pipeline.call(failing, {}, { signal, caller })).text).toMatch(
      /Next: Use anypoint_update_gateway\.\n\(invalid input\)\n\[disabled here: anypoint_update_gateway: a write, /,
    );
  });

  it('leaves alone what the platform calls so, and what is no tool', async () => {
    const words = await answer(readOnly, 'One thing: anypoint_platform_client.', 'anypoint_delete_gateway');
    expect(words).not.toContain('disabled');
  });
});

describe('a diagnosis of a server that only reads', async () => {
  const { session } = await startHarness();
  const partsWith = (env: Record<string, string>) =>
    createParts({
      settings: loadConfiguration([], env).settings,
      secrets: new Secrets(),
      log: () => undefined,
      createSession: async () => session,
      safety: safety(),
    }).calls();
  const { pipeline, tools } = await partsWith({ ANYPOINT_READ_ONLY: 'true' });
  const everywhere = await partsWith({});

  const diagnosed = async ({ pipeline: one, tools: among }: typeof everywhere) => {
    const found = among.find('anypoint_diagnose_gateway');
    if ('problem' in found) throw new Error(found.problem);
    const { signal } = new AbortController();
    const { text, structured } = await one.call(
      found,
      { gateway: 'partners' },
      { signal, caller, progress: () => undefined },
    );
    // The tool's own schema allows the mark; parsing takes out what it does not know.
    const { findings } = z.object({ findings: findingsSchema }).parse(structured);
    return { text, findings };
  };

  it('says that what fixes it is disabled', async () => {
    const { text, findings } = await diagnosed({ ...everywhere, pipeline, tools });
    const calls = findings.flatMap((finding) => finding.calls ?? []);
    const isOffered = ({ tool: name }: { tool: string }) => !('problem' in tools.find(name));
    expect(calls.filter((one) => one.disabled)).toEqual(calls.filter((one) => !isOffered(one)));
    expect(calls.some((one) => one.disabled)).toBe(true);
    expect(text).toMatch(
      /\n\[disabled here: anypoint_create_api, anypoint_set_gateway_desired_status: writes, and this server is read-only\..*without --read-only.*\]$/,
    );
  });

  it('is the same otherwise as that of a server that offers everything', async () => {
    const [limited, all] = [await diagnosed({ ...everywhere, pipeline, tools }), await diagnosed(everywhere)];
    const unmarked = limited.findings.map(({ calls, ...finding }) => ({
      ...finding,
      ...(calls ? { calls: calls.map(({ disabled: _mark, ...one }) => one) } : {}),
    }));
    expect(unmarked).toEqual(all.findings);
    expect(all.text).not.toContain('disabled here');
  });
});
