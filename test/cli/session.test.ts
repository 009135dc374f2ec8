import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/cli/session.ts';
import { loadConfiguration } from '../../src/config/load.ts';
import { createParts } from '../../src/mcp/parts.ts';
import { Secrets } from '../../src/platform/masking/secrets.ts';
import { caller, safety, stateFolder } from '../support/safety.ts';
import { inWords } from '../support/tools.ts';

describe('a session on the embedded platform', () => {
  it('says which setting is wrong when its scenario cannot be read', async () => {
    const { settings } = loadConfiguration(['--emulator', '--scenario', '/no/such/scenario.json'], {});
    const opened = openSession({ settings, secrets: new Secrets(), env: {}, log: () => undefined });
    const failure = inWords(await opened.catch((error) => error));
    expect(failure).toMatchObject({ kind: 'configuration' });
    expect(failure.message).toContain('/no/such/scenario.json: the file does not exist or cannot be read.');
    expect(failure.next).toContain('Correct --scenario');
  });

  /** A server on the embedded platform with this state file, as the executable starts it. */
  async function started(args: string[], folder: string) {
    const { settings } = loadConfiguration(['--emulator', ...args], {});
    const secrets = new Secrets();
    const opened = await openSession({ settings, secrets, env: {}, log: () => undefined });
    const createOwn = async () => opened.session;
    const parts = createParts({
      settings,
      secrets,
      log: () => undefined,
      createSession: createOwn,
      safety: safety(folder),
    });
    const { tools, pipeline } = await parts.calls();
    return {
      ...opened,
      async call(name: string, callArgs: Record<string, unknown>) {
        const tool = tools.find(name);
        if ('problem' in tool) throw new Error(tool.problem);
        const { signal } = new AbortController();
        const { structured, text } = await pipeline.call(tool, callArgs, { signal, caller });
        if (structured === undefined) throw new Error(text);
        return structured;
      },
    };
  }

  it('finds its changes again after a restart, by the state file, and takes them back', async () => {
    const folder = stateFolder();
    const state = ['--state', path.join(path.dirname(folder), 'state.json')];
    const first = await started(state, folder);
    const { changeId } = await first.call('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'renamed' });
    await first.close();
    const other = await started([], folder);
    expect(await other.call('anypoint_list_changes', {})).toMatchObject({ total: 0 });
    expect(other.session.journalName).toBe(`emulator ${other.session.platform.client.baseUrl}`);
    const second = await started(state, folder);
    expect(await second.call('anypoint_list_changes', {})).toMatchObject({ changes: [{ id: changeId }] });
    await second.call('anypoint_undo_change', { change: changeId });
    await Promise.all([other.close(), second.close()]);
  });
});
