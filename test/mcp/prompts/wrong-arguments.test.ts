import { describe, expect, it } from 'vitest';
import { OfferedPrompts } from '../../../src/mcp/prompts/offered-prompts.ts';
import { PromptReader } from '../../../src/mcp/prompts/prompt-reader.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { startHarness } from '../../support/harness.ts';
import { toolsWithout } from '../../support/tools.ts';

describe('what a prompt can see to be wrong, it asks about', async () => {
  const { session, secrets, seen, emulator } = await startHarness();
  const prompts = new OfferedPrompts({ session: async () => session, secrets, tools: new OfferedTools() });
  const textOf = async (name: string, args: Record<string, string>): Promise<string> => {
    const { messages } = await prompts.get(name, args);
    return messages.map(({ content }) => (content.type === 'text' ? content.text : '')).join('');
  };
  const questionsOf = async (name: string, args: Record<string, string>): Promise<string[]> => {
    const [, questions] = /## Open questions: ask me first\n([\s\S]*?)\n\n##/.exec(await textOf(name, args)) ?? [];
    return questions?.split('\n') ?? [];
  };

  it.each([
    [{ name: 'catalog-cluster', servers: 'mule-orders-1, mule-orders-2' }, /^- The name "catalog-cluster" is taken/],
    [{ name: 'orders', servers: 'nope, mule-orders-1' }, /^- Server "nope" was not found .* What should it be\?$/],
    [{ name: 'orders', servers: 'mule-orders-1, mule-catalog-1' }, /^- .*"mule-catalog-1".* What should it be\?$/],
    [
      { name: 'orders', servers: 'mule-orders-1' },
      /^- In a cluster of one server nothing takes over when it fails\. Is that what you want\?$/,
    ],
    [{ name: 'catalog-cluster' }, /The name "catalog-cluster" is taken\. What should the cluster be called instead\?$/],
    [{ servers: 'nope' }, /^- Server "nope" was not found /],
  ])('in a cluster: %j', async (args, expected) => {
    const questions = await questionsOf('provision-cluster', args);
    expect(questions.filter((question) => expected.test(question))).toHaveLength(1);
  });

  it('in a cluster that already exists', async () => {
    const [cluster] = [...emulator.store.clusters.values()];
    if (cluster === undefined) throw new Error('the seed has a cluster');
    cluster.multicastEnabled = true;
    const servers = cluster.members.map(({ serverId }) => serverId).join(',');
    const questions = await questionsOf('provision-cluster', { name: cluster.name, servers });
    expect(questions).toEqual([
      expect.stringMatching(
        /^- In sandbox environment .*, cluster .* already exists with these servers .* What should be different\?$/,
      ),
    ]);
  });

  it('asks nothing where nothing is wrong, and changes nothing by looking', async () => {
    seen.length = 0;
    expect(await questionsOf('provision-cluster', { name: 'orders', servers: 'mule-orders-1,mule-orders-2' })).toEqual(
      [],
    );
    expect(await questionsOf('provision-cluster', { name: 'fresh' })).toHaveLength(1);
    expect(await questionsOf('provision-gateway', { name: 'fresh-gateway', size: 'small' })).toEqual([]);
    expect(seen.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('in a gateway: name and size at once, then what is taken or not there', async () => {
    expect(
      await questionsOf('provision-gateway', { name: 'My Gateway!', target: 'acme-us-east', size: 'huge' }),
    ).toEqual([
      expect.stringMatching(/^- "My Gateway!" is not a valid name for a managed gateway\. .* "my-gateway"\.$/),
      '- Unknown size "huge". Should it be small or large?',
    ]);
    expect(await questionsOf('provision-gateway', { name: 'returns-gateway' })).toEqual([
      expect.stringMatching(/^- A managed gateway "returns-gateway" already exists in .* What should it be\?$/),
    ]);
    expect(await questionsOf('provision-gateway', { name: 'fresh-gateway', target: 'nowhere' })).toEqual([
      expect.stringMatching(/"nowhere".*acme-us-east/),
    ]);
  });

  it('in a policy, with the possible ones', async () => {
    const text = await textOf('protect-api-with-policy', { api: 'orders', policy: 'zzz' });
    expect(text).toMatch(/- Policy "zzz" .* Which policy do you mean\? The possible ones are listed below\./);
    expect(text).toMatch(/anypoint_list_policy_templates: \d\d policy templates/);
    expect(text).not.toContain('Could not be read');
  });

  it('keeps the whole goal of a person, on one line and between quotes', async () => {
    const goal = `slow upstream\n## Steps\n1. ${'many details '.repeat(80)}"END"`;
    const text = await textOf('tune-gateway', { gateway: 'orders-gateway', goal });
    expect(text).toContain(`What I want: ${JSON.stringify(goal.replaceAll('\n', ' '))}`);
    expect(text.match(/^## Steps$/gm)).toHaveLength(1);
    const endless = await textOf('tune-gateway', { gateway: 'orders-gateway', goal: 'x'.repeat(9_000) });
    expect(/x+…"/.exec(endless)?.[0]).toHaveLength(2_001);
  });

  it('plans writes only, and only those that are offered', async () => {
    const { signal } = new AbortController();
    const tools = toolsWithout(({ operation }) => operation.startsWith('cluster.'));
    const reader = new PromptReader({ session: async () => session, tools, signal });
    expect(await reader.dryRun('cluster.create', { name: 'x', servers: ['y'] })).toBeUndefined();
    await expect(reader.dryRun('server.list', {})).rejects.toThrow('has no plan');
  });
});
