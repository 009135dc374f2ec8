import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/load.ts';
import type { Command } from './command.ts';

/** Runs the embedded platform alone, so that any client can be pointed at it. */
export const emulator: Command = async (argv) => {
  const { scenario: scenarioFile, state, json, tlsCert, ...listen } = readFlags(argv);
  const { port, host } = listen;
  const scenario = scenarioFile === undefined ? {} : { scenario: await readScenario(scenarioFile) };
  const { startEmulator, ScenarioError, StateError } = await import('../emulator/index.ts');
  let started: Awaited<ReturnType<typeof startEmulator>>;
  try {
    started = await startEmulator({ ...listen, ...scenario, ...(state === undefined ? {} : { state }) });
  } catch (error) {
    if (error instanceof ScenarioError) throw new ConfigurationError([`${scenarioFile}: ${error.message}`]);
    if (error instanceof StateError) throw new ConfigurationError([error.message]);
    process.stderr.write(`anypoint-mcp: ${listenProblem(error, host, port)}\n`);
    return 1;
  }
  const { baseUrl, access, certificate } = started;
  let certificateFile: string | undefined;
  try {
    if (certificate !== undefined) certificateFile = await writeCertificate(certificate, tlsCert);
  } catch (error) {
    await started.close();
    process.stderr.write(`anypoint-mcp: The certificate could not be written: ${String(error)}\n`);
    return 1;
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
      ...(certificateFile === undefined ? {} : { certificateFile }),
    };
    process.stdout.write(`${JSON.stringify(facts)}\n`);
  } else {
    process.stdout.write(`Embedded Anypoint Platform
  base URL       ${baseUrl}
  user           ${username} / ${password}
  connected app  ${clientId} / ${clientSecret}
  organization   ${access.organizationName} (${organizationId})
  environment    ${environmentName} (${environmentId})
${certificateFile === undefined ? '' : certificateHint(baseUrl, certificateFile)}
Point the MCP server at it:
  ANYPOINT_BASE_URL=${baseUrl} ANYPOINT_CLIENT_ID=${clientId} ANYPOINT_CLIENT_SECRET=${clientSecret} ANYPOINT_ENVIRONMENT=${environmentName} anypoint-mcp

${state === undefined ? 'It forgets everything when it stops.' : `It keeps its state in ${state}.`} Ctrl+C stops it.
`);
  }
  const stop = (): void => {
    const cleared =
      certificateFile === undefined || tlsCert !== undefined
        ? undefined
        : rm(dirname(certificateFile), { recursive: true, force: true });
    void Promise.allSettled([started.close(), cleared]).then(([closed]) => {
      if (closed.status === 'rejected') process.stderr.write(`anypoint-mcp: ${String(closed.reason)}\n`);
      process.exit(closed.status === 'rejected' ? 1 : 0);
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return undefined;
};

interface Flags {
  port: number;
  host: string;
  json: boolean;
  tls: boolean;
  tlsCert: string | undefined;
  scenario: string | undefined;
  state: string | undefined;
}

function readFlags(argv: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        json: { type: 'boolean' },
        tls: { type: 'boolean' },
        'tls-cert': { type: 'string' },
        scenario: { type: 'string' },
        state: { type: 'string' },
      },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw new ConfigurationError([`--port is ${JSON.stringify(values.port)}: expected a number from 0 to 65535.`]);
    }
    const { host = '127.0.0.1', json = false, tls = false, 'tls-cert': tlsCert, scenario, state } = values;
    if (tlsCert !== undefined && !tls) throw new ConfigurationError(['--tls-cert needs --tls beside it.']);
    return { port, host, json, tls, tlsCert, scenario, state };
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([
      `${problem} The command emulator takes --port N, --host ADDRESS, --json, --tls, --tls-cert FILE, --scenario FILE and --state FILE.`,
    ]);
  }
}

/** What a scenario file holds; the emulator checks it. */
async function readScenario(file: string): Promise<object> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new ConfigurationError([`--scenario is ${file}: the file does not exist or cannot be read.`]);
  }
  let scenario: unknown;
  try {
    scenario = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError([`--scenario is ${file}: it is not JSON (${String(error)}).`]);
  }
  if (typeof scenario === 'object' && scenario !== null) return scenario;
  throw new ConfigurationError([`--scenario is ${file}: a scenario is a JSON object.`]);
}

/** Writes the certificate to the given file, or else into a new temporary folder. */
async function writeCertificate(certificate: string, file: string | undefined): Promise<string> {
  const path = resolve(file ?? join(await mkdtemp(join(tmpdir(), 'anypoint-mcp-tls-')), 'certificate.pem'));
  await writeFile(path, certificate);
  return path;
}

function certificateHint(baseUrl: string, certificateFile: string): string {
  return `  certificate    ${certificateFile}

Point MuleSoft's CLI at it:
  NODE_EXTRA_CA_CERTS=${certificateFile} ANYPOINT_HOST=${new URL(baseUrl).host} anypoint-cli-v4 ...
`;
}

function listenProblem(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Name another with --port, or leave it out for a free one.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Name one above 1023 with --port.`;
  return `The embedded platform could not listen on ${host}:${port} (${code || String(error)}).`;
}
