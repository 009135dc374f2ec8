import { afterAll } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type Era, settingsFor, type TestClient } from '../support/mcp-client.ts';
import { connect } from '../support/served.ts';

/** A client of an era with a platform of its own, for the tests of a block, whose function awaits it; both end after it. */
export async function connected(era: Era): Promise<{ emulator: Emulator; client: TestClient }> {
  const emulator = await startEmulator({ clock: 'instant' });
  const client = await connect(era, settingsFor(emulator.baseUrl, emulator.access));
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });
  return { emulator, client };
}
