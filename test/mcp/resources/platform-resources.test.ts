import { afterAll, describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/config/load.ts';
import { startEmulator } from '../../../src/emulator/index.ts';
import { PlatformResources } from '../../../src/mcp/resources/platform-resources.ts';
import { createSession } from '../../../src/mcp/session.ts';
import { OfferedTools } from '../../../src/mcp/tools/offered-tools.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { drivenClock } from '../../support/driven-clock.ts';
import { hostileWayTo, marker } from '../../support/hostile-platform.ts';
import { settingsFor } from '../../support/mcp-client.ts';

describe('the resources of a platform whose ids hold a secret', async () => {
  const emulator = await startEmulator({ clock: 'instant' });
  const way = await hostileWayTo(() => emulator.baseUrl);
  afterAll(async () => {
    await way.close();
    await emulator.close();
  });
  const { settings } = loadConfiguration([], settingsFor(way.baseUrl, emulator.access));
  const secrets = new Secrets();
  const session = createSession(settings, secrets, { clock: drivenClock() });
  const resources = new PlatformResources({
    session: async () => session,
    tools: new OfferedTools(),
    secrets,
    // What is slow on a busy machine is listed as well.
    maxWaitMs: 60_000,
  });
  const applications = async () => {
    const listed = await resources.list(new AbortController().signal);
    return listed.filter(({ uri }) => uri.includes('/applications/'));
  };

  it('leave those out, because an address is repeated as it is', async () => {
    const before = await applications();
    way.mischief = {
      picks: (member) => member === 'domain',
      instead: (domain) => `${domain}${emulator.access.clientSecret}`,
    };
    const after = await applications();
    expect(after.length).toBeGreaterThan(0);
    expect(after.length).toBeLessThan(before.length);
    expect(JSON.stringify(after)).not.toContain(emulator.access.clientSecret);
  });

  it('name the others as the platform does', async () => {
    way.mischief = { picks: (member) => member === 'domain', instead: (domain) => `${domain}${marker}` };
    expect((await applications()).filter(({ name }) => name.includes(marker))).not.toEqual([]);
  });
});
