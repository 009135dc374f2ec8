import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/cli/session.ts';
import { loadConfiguration } from '../../src/config/load.ts';
import { Secrets } from '../../src/platform/secrets.ts';
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
});
