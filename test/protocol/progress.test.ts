import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { drivenClock } from '../support/driven-clock.ts';
import { eras, settingsFor } from '../support/mcp-client.ts';
import { connect } from '../support/served.ts';

describe.each(eras)('a client of %s that asked for progress', (era) => {
  it('hears of a call although the platform takes its time with the answer', async () => {
    // The server's heart beats once a second, as the test tells the seconds.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const clock = drivenClock();
    let heard: () => void = () => undefined;
    const hearing = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const emulator = await startEmulator({
      clock: 'instant',
      async intercept({ url }) {
        if (!url.includes('/servers')) return undefined;
        for (let second = 0; second < 5; second++) {
          await clock.sleep(1_000);
          vi.advanceTimersByTime(1_000);
        }
        // The answer comes when the client has heard that it takes long: without that, the call fails at its time limit.
        await hearing;
        return undefined;
      },
    });
    onTestFinished(() => emulator.close());
    const client = await connect(era, settingsFor(emulator.baseUrl, emulator.access), { clock });
    onTestFinished(() => client.close());
    const messages: string[] = [];
    const { isError } = await client.callTool(
      'anypoint_list_servers',
      {},
      {
        onprogress({ message = '' }) {
          messages.push(message);
          heard();
        },
      },
    );
    expect(isError).toBe(false);
    expect(messages).toEqual(['still reading after 5 s']);
  });
});
