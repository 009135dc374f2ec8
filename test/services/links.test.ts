import { describe, expect, it } from 'vitest';
import { type LinkedKind, linkedKinds, someOf } from '../../src/core/place/console-things.ts';
import type { Tool } from '../../src/core/tools/tool.ts';
import { seedIds } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { inRuntimeManager } from '../support/console-pages.ts';
import { startHarness } from '../support/harness.ts';
import { type Reference, referencesOf, withReferences } from '../support/references.ts';

/** The kind of thing that an argument names: `server` for `server` and `servers`; undefined for what has no page by this name. */
function kindOf({ argument }: Reference): LinkedKind | undefined {
  return linkedKinds.find((kind) => argument === kind || argument === `${kind}s`);
}

/** The link to a page in Sandbox. */
const pageOf = (kind: LinkedKind, id: string) =>
  inRuntimeManager(seedIds.rootSandbox, `${kind === 'policy' ? 'policies' : `${kind}s`}/${id}`);

interface Linked {
  tool: Tool;
  name: string;
  argument: string;
  kind: LinkedKind;
  references: Reference[];
}

const sandbox = await startHarness();
const linked: Linked[] = [];
for (const tool of allTools) {
  const references = await referencesOf(tool, sandbox);
  for (const argument of new Set(references.map((reference) => reference.argument))) {
    const [one] = references.filter((reference) => reference.argument === argument);
    const kind = one && kindOf(one);
    // Policies are named by their asset, whose page is another one.
    if (kind !== undefined && kind !== 'policy') linked.push({ tool, name: tool.name, argument, kind, references });
  }
}

/** An answer without what differs: the markers of data, the address, and the place of its calls, which a link determines. */
const comparable = (text: string) =>
  text
    .replace(/data-[0-9a-f]{6}/g, 'data')
    .replace(/127\.0\.0\.1:\d+/g, 'platform')
    // Other arguments, another plan.
    .replace(/planId "\w+"/g, 'planId')
    .replace(/,"organization":"[0-9a-f-]{36}","environment":"[0-9a-f-]{36}"\}/g, '}');

describe('a link in an argument', async () => {
  const production = await startHarness({ env: { ANYPOINT_ENVIRONMENT: 'Production' } });

  const argumentsOf = ({ tool, references, argument }: Linked, link: (reference: Reference) => string) => ({
    ...withReferences(tool, references, (reference) =>
      reference.argument === argument ? link(reference) : reference.name,
    ),
    ...(tool.effect === 'read' ? {} : { dryRun: true }),
  });

  it.each(linked)('does in $name for $argument what the name does, where the link says', async (one) => {
    const byName = await sandbox.call(
      one.name,
      argumentsOf(one, ({ name }) => name),
    );
    expect(byName.isError, byName.text).toBe(false);
    const link = ({ id, name }: Reference) => pageOf(one.kind, one.kind === 'application' ? name : id);
    const byLink = await production.call(one.name, argumentsOf(one, link));
    expect(comparable(byLink.text)).toBe(comparable(byName.text));
  });

  it.each(linked)('is refused in $name for $argument when it is of something else', async (one) => {
    const other = one.kind === 'server' ? 'cluster' : 'server';
    production.seen.length = 0;
    const text = await production.fails(
      one.name,
      argumentsOf(one, () => pageOf(other, '2194001')),
    );
    expect(text).toContain(one.argument);
    expect(text).toContain(someOf(one.kind));
    expect(production.seen).toEqual([]);
  });

  it.each(linked)('is refused in $name for $argument when it is of another host', async (one) => {
    production.seen.length = 0;
    const text = await production.fails(
      one.name,
      argumentsOf(one, () => 'https://evil.example/servers/2194001'),
    );
    expect(text).toContain('evil.example');
    expect(production.seen).toEqual([]);
  });
});
