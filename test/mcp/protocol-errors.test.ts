import { Client } from '@modelcontextprotocol/client';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfiguration } from '../../src/config/load.ts';
import { createServer } from '../../src/mcp/create-server.ts';
import { createParts } from '../../src/mcp/parts.ts';
import { Secrets } from '../../src/platform/masking/secrets.ts';
import { safety } from '../support/safety.ts';
import { Wire } from '../support/wire.ts';

/** A server that has started with these flags, and gets no request that needs a session. */
function partsOf(...flags: string[]) {
  const { settings } = loadConfiguration(flags, {});
  const createSession = () => Promise.reject(new Error('no request here needs a session'));
  return createParts({ settings, secrets: new Secrets(), log: () => undefined, createSession, safety: safety() });
}

/** What can be said to a request that no tool is needed for; in this process, so that the coverage sees the errors. */
describe('a request that cannot be answered', async () => {
  const parts = partsOf('--toolsets', 'access');
  const client = new Client({ name: 'test', version: '1.0.0' });
  const [near, far] = Wire.pair();
  await createServer(parts).connect(far);
  await client.connect(near);
  afterAll(() => client.close());

  it.each([
    [
      'tools/call',
      { name: 'anypoint_list_organization' },
      'Unknown tool "anypoint_list_organization". The closest name is anypoint_list_organizations.',
    ],
    ['tools/call', { name: '' }, 'Unknown tool "". tools/list returns the tools of this server.'],
    ['tools/call', { name: 'x'.repeat(5000) }, `Unknown tool "${'x'.repeat(79)}…". tools/list returns`],
    ['tools/call', { name: 'anypoint_list_servers' }, 'anypoint_list_servers is disabled: the operator limited'],
    [
      'prompts/get',
      { name: 'review-enviroment' },
      'Unknown prompt "review-enviroment". prompts/list returns the prompts of this server.',
    ],
    ['prompts/get', { name: 'provision-cluster' }, 'The prompt provision-cluster is not offered: the operator has'],
    ['tools/list', { cursor: 'x' }, 'Unknown cursor: the first page, without a cursor, holds all tools.'],
    ['resources/list', { cursor: '' }, 'Unknown cursor: the first page, without a cursor, holds all resources.'],
    [
      'resources/templates/list',
      { cursor: 'x' },
      'Unknown cursor: the first page, without a cursor, holds all resource',
    ],
    ['prompts/list', { cursor: 'x' }, 'Unknown cursor: the first page, without a cursor, holds all prompts.'],
    ['skills/list', { cursor: 'x' }, 'Unknown cursor: the first page, without a cursor, holds all skills.'],
    [
      'skills/get',
      { uri: 'skill://nothing/SKILL.md' },
      'No skill is served at "skill://nothing/SKILL.md". skills/list returns',
    ],
  ])('gets the reason: %s %j', async (method, params, text) => {
    const answer = client.request({ method, params }, z.looseObject({}));
    await expect(answer).rejects.toThrow(text);
    await expect(answer).rejects.toMatchObject({ code: -32602 });
  });
});

describe('a prompt', async () => {
  const parts = partsOf();

  it('says which arguments it takes', async () => {
    const prompts = await parts.prompts();
    await expect(prompts.get('provision-cluster', { size: 'large' })).rejects.toThrow(
      'The prompt provision-cluster has no argument "size". It takes ',
    );
  });
});
