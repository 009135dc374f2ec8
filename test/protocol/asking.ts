import { afterAll, beforeAll } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type Era, settingsFor, type TestClient, type ToolAnswer } from '../support/mcp-client.ts';
import { cancels, type Person, type Question } from '../support/person.ts';
import { connect } from '../support/served.ts';

/** A client whose user can be asked, at a platform of its own that names no default environment. */
export interface AskingClient {
  emulator: Emulator;
  /** Every question of the last call. */
  asked: Question[];
  call(person: Person, tool: string, args: Record<string, unknown>): Promise<ToolAnswer>;
}

/** Starts the platform, the server and the client of an era for the tests of a block, and stops them after it. */
export function askingClient(era: Era): AskingClient {
  let client: TestClient;
  let emulator: Emulator;
  let answering = cancels;
  const asking: AskingClient = {
    get emulator() {
      return emulator;
    },
    asked: [],
    call(person, tool, args) {
      asking.asked = [];
      answering = person;
      return client.callTool(tool, args);
    },
  };
  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'instant' });
    const { ANYPOINT_ENVIRONMENT: _unset, ...env } = settingsFor(emulator.baseUrl, emulator.access);
    const person: Person = (question) => {
      asking.asked.push(question);
      return answering(question);
    };
    client = await connect(era, env, { person });
  });
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });
  return asking;
}
