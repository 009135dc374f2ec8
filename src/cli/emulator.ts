import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/load.ts';
import type { Command } from './main.ts';

/** Runs the embedded platform alone, so that any client can be pointed at it. */
export const emulator: Command = async (argv) => {
  const { port, host, json, tls, certificateFile } = readFlags(argv);
  const { startEmulator } = await import('../emulator/index.ts');
  let started: Awaited<ReturnType<typeof startEmulator>>;
  try {
    started = await startEmulator({ port, host, tls });
  } catch (error) {
    process.stderr.write(`anypoint-mcp: ${listenProblem(error, host, port)}\n`);
    return 1;
  }
  const { baseUrl, access, certificate } = started;
  const written = certificate === undefined ? undefined : await writeCertificate(certificate, baseUrl, certificateFile);
  if (written instanceof ConfigurationError) {
    await started.close();
    throw written;
  }
  const { username, password, clientId, clientSecret, organizationId, environmentId, environmentName } = access;
  if (json) {
    const facts = {
      baseUrl,
      username,
      password,
      clientId,
      clientSecret,
      organizationId,
      environmentId,
      environmentName,
      ...(written === undefined ? {} : { certificateFile: written }),
    };
    process.stdout.write(`${JSON.stringify(facts)}\n`);
  } else {
    process.stdout.write(`Embedded Anypoint Platform
  base URL       ${baseUrl}
  user           ${username} / ${password}
  connected app  ${clientId} / ${clientSecret}
  organization   ${access.organizationName} (${organizationId})
  environment    ${environmentName} (${environmentId})

Point the MCP server at it:
  ANYPOINT_BASE_URL=${baseUrl} ANYPOINT_CLIENT_ID=${clientId} ANYPOINT_CLIENT_SECRET=${clientSecret} ANYPOINT_ENVIRONMENT=${environmentName} anypoint-mcp

It forgets everything when it stops. Ctrl+C stops it.
`);
  }
  const stop = (): void => {
    started.close().finally(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return undefined;
};

function readFlags(argv: readonly string[]): { port: number; host: string; json: boolean } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { port: { type: 'string' }, host: { type: 'string' }, json: { type: 'boolean' } },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw new ConfigurationError([`--port is ${JSON.stringify(values.port)}: expected a number from 0 to 65535.`]);
    }
    return { port, host: values.host ?? '127.0.0.1', json: values.json ?? false };
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([`${problem} The command emulator takes --port N, --host ADDRESS and --json.`]);
  }
}

function listenProblem(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Name another with --port, or leave it out for a free one.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Name one above 1023 with --port.`;
  return `The embedded platform could not listen on ${host}:${port} (${code || String(error)}).`;
}
