import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { connect, eras, settingsFor } from '../support/clients.ts';

// The server's heart beats in real time, so both eras wait for it at once.
describe.concurrent.each(eras)('a client of %s that asked for progress', (era) => {
  it('hears of a call although the platform takes its time with the answer', { timeout: 30_000 }, async () => {
    let heard: () => void = () => undefined;
    const hearing = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const emulator = await startEmulator({
      clock: 'instant',
      async intercept({ url }) {
        // The answer comes when the client has heard that it takes long: without that, the call fails at its time limit.
        if (url.includes('/servers')) await hearing;
        return undefined;
      },
    });
    onTestFinished(() => emulator.close());
    const client = await connect(era, settingsFor(emulator.baseUrl, emulator.access));
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
    expect(messages).toEqual([expect.stringMatching(/^still reading after [5-9] s$/)]);
  });
});
