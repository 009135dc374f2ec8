import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigurationError } from '../config/load.ts';
import type { Command } from './command.ts';

/**
 * Shows the server at work: starts the embedded platform, starts this very executable as a child process that speaks
 * MCP over stdio, and drives it with a real client. Exit code 0 only if the platform itself confirms every end state.
 */
export const demo: Command = async (argv) => {
  if (argv.length > 0) throw new ConfigurationError([`The command demo takes no flags, but got ${argv.join(' ')}.`]);
  const write = (text: string): void => {
    process.stdout.write(text);
  };
  const [{ startEmulator }, { Client }, { StdioClientTransport }, { Transcript }, { Person }, { PlatformReader }] =
    await Promise.all([
      import('../emulator/index.ts'),
      import('@modelcontextprotocol/client'),
      import('@modelcontextprotocol/client/stdio'),
      import('./demo/transcript.ts'),
      import('./demo/person.ts'),
      import('./demo/platform-reader.ts'),
    ]);
  const { provisionCluster } = await import('./demo/cluster-journey.ts');
  const { provisionGateway } = await import('./demo/gateway-journey.ts');
  const { explainBroken, secureApi } = await import('./demo/security-journey.ts');
  const { demoPolicy, keepControl } = await import('./demo/safety-journey.ts');

  const start = performance.now();
  // Some organizations may read the client secrets of their environments; this one does, which saves supplying one.
  const { baseUrl, access, close } = await startEmulator();
  const client = new Client(
    { name: 'anypoint-mcp demo', version: '1.0.0' },
    { capabilities: { elicitation: { form: {} } } },
  );
  const person = new Person(write);
  person.joins(client);
  // The journal of a demo is nobody's: it is not in the folder of whoever runs it, and goes with the demo.
  const folder = await mkdtemp(path.join(tmpdir(), 'anypoint-mcp-demo-'));
  const policy = path.join(folder, 'policy.json');
  try {
    await writeFile(policy, JSON.stringify(demoPolicy));
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [process.argv[1] ?? ''],
        env: {
          ANYPOINT_BASE_URL: baseUrl,
          ANYPOINT_CLIENT_ID: access.clientId,
          ANYPOINT_CLIENT_SECRET: access.clientSecret,
          ANYPOINT_ENVIRONMENT: access.environmentName,
          ANYPOINT_LOG_LEVEL: 'warn',
          ANYPOINT_POLICY: policy,
          XDG_STATE_HOME: folder,
        },
      }),
    );
    const { name, version } = client.getServerVersion() ?? { name: '', version: '' };
    const { tools } = await client.listTools();
    write(
      `Embedded Anypoint Platform at ${baseUrl}\n${name} ${version} as a child process over stdio: ${tools.length} tools\n`,
    );
    const transcript = new Transcript(client, person, write);
    const platform = await PlatformReader.signIn(baseUrl, access);
    await provisionCluster(transcript, platform);
    await provisionGateway(transcript, platform);
    await keepControl(transcript, platform);
    await secureApi(transcript, platform, access.organizationId);
    await explainBroken(transcript, platform);
    return transcript.finish((performance.now() - start) / 1000) ? 0 : 1;
  } catch (error) {
    write(`\n✘ ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await client.close();
    await close();
    await rm(folder, { recursive: true, force: true });
  }
};
