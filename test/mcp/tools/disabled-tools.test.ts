import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../../src/config/load.ts';
import { findingsSchema } from '../../../src/core/diagnosis/diagnosis-output.ts';
import { createParts } from '../../../src/mcp/parts.ts';
import { withUnoffered } from '../../../src/mcp/tools/disabled-tools.ts';
import { Secrets } from '../../../src/platform/secrets.ts';
import { startHarness } from '../../support/harness.ts';

const text =
  'mend: anypoint_update_gateway {"gateway":"g"}, anypoint_delete_gateway {"gateway":"g"}; anypoint_get_gateway {"gateway":"g"}';
const result = { text, isError: false };
const everything = { readOnly: false, toolsets: undefined };

describe('what a result names and a server does not offer', () => {
  it('is nothing where all tools are offered, or all that are named', () => {
    expect(withUnoffered(result, everything)).toBe(result);
    expect(withUnoffered(result, { ...everything, toolsets: ['gateways'] })).toBe(result);
    expect(withUnoffered({ ...result, text: 'anypoint_get_gateway' }, { ...everything, readOnly: true }).text).toBe(
      'anypoint_get_gateway',
    );
  });

  it('are writes of a server that only reads', () => {
    expect(withUnoffered(result, { ...everything, readOnly: true }).text).toBe(
      `${text}\n[not offered here: anypoint_delete_gateway, anypoint_update_gateway: writes, which this server does not offer. The operator restarts it without --read-only, or makes the change elsewhere.]`,
    );
  });

  it('are tools of other toolsets, each told once', () => {
    const { text: said } = withUnoffered(result, { readOnly: true, toolsets: ['runtime'] });
    expect(said).toContain('anypoint_delete_gateway, anypoint_update_gateway: writes');
    expect(said).toContain(
      'anypoint_get_gateway: not among the toolsets of this server. The operator restarts it with gateways in --toolsets.',
    );
  });

  it('are marked among the calls of findings, which are left as they are otherwise', () => {
    const args = { gateway: 'g' };
    const [read, write] = [
      { tool: 'anypoint_get_gateway', args },
      { tool: 'anypoint_update_gateway', args },
    ];
    const structured = { name: 'g', findings: [{ what: 'a', calls: [write, read] }, { what: 'b' }, 'odd'] };
    const given = { text: 'no name', structured, isError: false };
    const marked = withUnoffered(given, { ...everything, readOnly: true });
    expect(marked).toEqual({
      ...given,
      structured: {
        name: 'g',
        findings: [{ what: 'a', calls: [{ ...write, offered: false }, read] }, { what: 'b' }, 'odd'],
      },
    });
    expect(structured.findings[0]).toEqual({ what: 'a', calls: [write, read] });
    expect(withUnoffered(given, everything)).toBe(given);
    const { structured: others } = withUnoffered(given, { readOnly: false, toolsets: ['runtime'] });
    expect(others?.['findings']).toMatchObject([{ calls: [{ offered: false }, { offered: false }] }, {}, 'odd']);
    const listing = { ...given, structured: { rows: [write] } };
    expect(withUnoffered(listing, { ...everything, readOnly: true })).toBe(listing);
  });

  it('leaves alone what is no tool', () => {
    const odd = { text: 'anypoint_platform_client anypoint_update_gateways', isError: true };
    expect(withUnoffered(odd, { ...everything, readOnly: true })).toBe(odd);
  });
});

describe('a diagnosis of a server that only reads', async () => {
  const { session } = await startHarness();
  const { settings } = loadConfiguration([], { ANYPOINT_READ_ONLY: 'true' });
  const { pipeline, findTool } = await createParts({
    settings,
    secrets: new Secrets(),
    log: () => undefined,
    createSession: async () => session,
  }).load();

  it('says that what mends is not offered', async () => {
    const tool = findTool('anypoint_diagnose_gateway');
    if ('problem' in tool) throw new Error(tool.problem);
    const { text, structured } = await pipeline.call(
      tool,
      { gateway: 'partners' },
      {
        signal: new AbortController().signal,
        progress: () => undefined,
      },
    );
    // The tool's own schema allows the mark; parsing takes out what it does not know.
    const { findings } = z.object({ findings: findingsSchema }).parse(structured);
    const calls = findings.flatMap((finding) => finding.calls ?? []);
    const isOffered = ({ tool: name }: { tool: string }) => !('problem' in findTool(name));
    expect(calls.filter((call) => call.offered === false)).toEqual(calls.filter((call) => !isOffered(call)));
    expect(calls.some((call) => call.offered === false)).toBe(true);
    expect(text).toMatch(
      /\n\[not offered here: anypoint_create_api, anypoint_set_gateway_desired_status: writes, which this server does not offer\..*without --read-only.*\]$/,
    );
  });
});
