import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { provisionGateway } from '../../../src/cli/demo/gateway-journey.ts';
import { Person } from '../../../src/cli/demo/person.ts';
import { PlatformReader } from '../../../src/cli/demo/platform-reader.ts';
import { demoPolicy, keepControl } from '../../../src/cli/demo/safety-journey.ts';
import { Transcript } from '../../../src/cli/demo/transcript.ts';
import { startEmulator } from '../../../src/emulator/index.ts';
import { serveConnection } from '../../../src/mcp/transports/stdio.ts';
import { settingsFor } from '../../support/mcp-client.ts';
import { partsFor } from '../../support/served.ts';
import { Wire } from '../../support/wire.ts';

describe('the part of the demo in which a person decides', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-demo-test-'));
  const emulator = await startEmulator({ clock: 'instant' });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await emulator.close();
  });

  /** The demo's client and person, on a server with a policy; what they see is collected. */
  const sitDown = async (policy: string) => {
    const printed: string[] = [];
    const write = (text: string) => void printed.push(text);
    const [near, far] = Wire.pair();
    const env = { ...settingsFor(emulator.baseUrl, emulator.access), ANYPOINT_POLICY: policy };
    serveConnection(far, partsFor(env, {}), () => undefined);
    const client = new Client({ name: 'demo', version: '1' }, { capabilities: { elicitation: { form: {} } } });
    const person = new Person(write);
    person.joins(client);
    await client.connect(near);
    onTestFinished(() => client.close());
    return { transcript: new Transcript(client, person, write), person, text: () => printed.join('') };
  };

  it('shows a yes, a no and a refusal, and what was done', async () => {
    const policy = path.join(folder, 'policy.json');
    writeFileSync(policy, JSON.stringify(demoPolicy));
    const { transcript, person, text } = await sitDown(policy);
    const platform = await PlatformReader.signIn(emulator.baseUrl, emulator.access);
    await provisionGateway(transcript, platform);
    await keepControl(transcript, platform);
    expect(transcript.finish(1), text()).toBe(true);
    expect(person.asked).toBe(2);
    expect(text()).toMatch(
      /│ gateway "demo-gateway" .*\n {4}│ {3}desiredStatus: STARTED → STOPPED\n.*\n {4}└ They answer: yes/,
    );
    expect(text()).toMatch(/│ This cannot be taken back\. .*\n {4}└ They answer: no/);
    expect(text()).toContain('denies this, by its rule "production is left to people"');
  });

  it('fails where nobody is asked, and where nothing is refused', async () => {
    const { transcript } = await sitDown('allow');
    const stop = [
      'anypoint_set_gateway_desired_status',
      { gateway: 'orders-gateway', desiredStatus: 'STOPPED' },
    ] as const;
    const start = { ...stop[1], desiredStatus: 'STARTED' };
    await expect(transcript.declined(...stop)).rejects.toThrow('was done without a yes');
    await expect(transcript.refused(stop[0], start)).rejects.toThrow('was not refused');
  });
});
