import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allPrompts } from '../../src/mcp/prompts/registry.ts';
import { eras, type TestClient } from '../support/mcp-client.ts';
import { connect, connectSkills } from '../support/served.ts';

const quiet = { ANYPOINT_LOG_LEVEL: 'silent' };
const names = allPrompts.map(({ name }) => name).sort();

describe.each(eras)('the skills for a client of %s', (era) => {
  let client: TestClient;
  beforeAll(async () => {
    client = await connect(era, quiet);
  });
  afterAll(() => client.close());

  it('are announced as an extension', () => {
    expect(client.capabilities()).toMatchObject({ extensions: { 'io.modelcontextprotocol/skills': {} } });
  });

  it("are listed, got and read by the SDK's own client, which checks sizes, digests and frontmatter", async () => {
    const { skills, close } = await connectSkills(era, quiet);
    expect(skills.supported).toBe(true);
    const listing = await skills.list();
    expect(listing.invalid).toEqual([]);
    expect(listing.skills.map(({ frontmatter }) => frontmatter.name)).toEqual(names);
    for (const listed of listing.skills) {
      const { skill } = await skills.get(listed.uri);
      expect(skill).toEqual(listed);
      const { name } = skill.frontmatter;
      const file = await skills.read(skill);
      expect(file.verified).toBe(true);
      expect(file.text).toBe(readFileSync(new URL(`../../skills/${name}/SKILL.md`, import.meta.url), 'utf8'));
    }
    await close();
  });

  it('may be kept in the era that asks for it', async () => {
    const { ttlMs, cacheScope } = await client.request('skills/list');
    expect([ttlMs, cacheScope]).toEqual(era === '2025-11-25' ? [undefined, undefined] : [3_600_000, 'public']);
  });

  it('are resources, too, for clients that do not know the extension', async () => {
    const uris = (await client.listResources()).map(({ uri }) => uri);
    for (const name of names) expect(uris).toContain(`skill://${name}/SKILL.md`);
    const { mimeType, text } = await client.readResource('skill://tune-gateway/SKILL.md');
    expect(mimeType).toBe('text/markdown');
    expect(text).toContain('anypoint_upsert_gateway_runtime_config');
  });

  it('are refused by an address that is none of theirs, and by an unknown cursor', async () => {
    await expect(client.request('skills/get', { uri: 'skill://nothing/SKILL.md' })).rejects.toThrow(
      'No skill is served',
    );
    await expect(client.request('skills/get', {})).rejects.toThrow('uri must be a string');
    await expect(client.request('skills/list', { cursor: 'x' })).rejects.toThrow('Unknown cursor: the first page');
    await expect(client.readResource('skill://tune-gateway/../SKILL.md')).rejects.toThrow();
  });

  it('are those whose prompts are offered', async () => {
    const limited = await connect(era, { ...quiet, ANYPOINT_TOOLSETS: 'apis', ANYPOINT_READ_ONLY: 'true' });
    const { skills } = await limited.request('skills/list');
    expect(skills).toMatchObject([
      { frontmatter: { name: 'diagnose-api' } },
      { frontmatter: { name: 'review-environment' } },
    ]);
    await limited.close();
  });
});
