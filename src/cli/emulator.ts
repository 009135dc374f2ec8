import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/load.ts';
import { commandLine } from '../platform/command-line.ts';
import { type CertificateFile, writeCertificate } from './certificate-file.ts';
import type { Command } from './command.ts';
import { emulatorFlags } from './help.ts';
import { startWithFiles } from './scenario-file.ts';

/** Runs the embedded platform alone, so that any client can be pointed at it. */
export const emulator: Command = async (argv) => {
  const { scenario, state, json, tlsCert, ...listen } = readFlags(argv);
  const { port, host } = listen;
  let started: Awaited<ReturnType<typeof startWithFiles>>;
  try {
    started = await startWithFiles({ scenario, state }, listen);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    process.stderr.write(`anypoint-mcp: ${listenProblem(error, host, port)}\n`);
    return 1;
  }
  const { baseUrl, access, certificate } = started;
  let written: CertificateFile | undefined;
  try {
    if (certificate !== undefined) written = await writeCertificate(certificate, tlsCert);
  } catch (error) {
    await started.close();
    if (error instanceof ConfigurationError) throw error;
    process.stderr.write(`anypoint-mcp: The certificate could not be written: ${String(error)}\n`);
    return 1;
  }
  if (!isOwnMachine(host)) process.stderr.write(`anypoint-mcp: ${exposureWarning(host)}\n`);
  const certificateFile = written?.path;
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
  ANYPOINT_BASE_URL=${baseUrl} ANYPOINT_CLIENT_ID=${clientId} ANYPOINT_CLIENT_SECRET=${clientSecret} ANYPOINT_ENVIRONMENT=${environmentName} ${commandLine()}

${state === undefined ? 'It forgets everything when it stops.' : `It keeps its state in ${state}.`} Ctrl+C stops it.
`);
  }
  const stop = (): void => {
    const cleared = written?.remove();
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
  allowedHosts: string[];
  scenario: string | undefined;
  state: string | undefined;
}

function readFlags(argv: readonly string[]): Flags {
  const { known, problems } = knownFlags(argv);
  const { values } = parseArgs({ args: known, options: emulatorFlags });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    problems.push(`--port is ${JSON.stringify(values.port)}: expected a number from 0 to 65535.`);
  }
  const { host = '127.0.0.1', json = false, tls = false, 'tls-cert': tlsCert, scenario, state } = values;
  if (tlsCert !== undefined && !tls) problems.push('--tls-cert needs --tls beside it.');
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { port, host, json, tls, tlsCert, allowedHosts: values['allowed-host'] ?? [], scenario, state };
}

/** The words that are flags of this command, with their values; what is wrong with the others, so that all is said at once. */
function knownFlags(argv: readonly string[]): { known: string[]; problems: string[] } {
  const { tokens } = parseArgs({ args: [...argv], options: emulatorFlags, strict: false, tokens: true });
  const known: string[] = [];
  const problems: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    // What follows an unknown flag is probably its value, and may be a secret.
    if (token.kind === 'positional' && before?.kind === 'option' && !isFlag(before.name)) continue;
    if (token.kind !== 'option' || !isFlag(token.name)) {
      const word = token.kind === 'option' ? token.rawName : token.kind === 'positional' ? token.value : '--';
      problems.push(`${word} is not a flag of anypoint-mcp emulator. See ${commandLine('emulator', '--help')}.`);
      continue;
    }
    const { rawName, name, value } = token;
    const { type } = emulatorFlags[name];
    if (type === 'string' && (value === undefined || (value.startsWith('-') && !token.inlineValue))) {
      problems.push(`${rawName} needs a value.`);
    } else if (type === 'boolean' && value !== undefined) {
      problems.push(`${rawName} takes no value.`);
    } else {
      known.push(value === undefined ? rawName : `${rawName}=${value}`);
    }
  }
  return { known, problems };
}

function isFlag(name: string): name is keyof typeof emulatorFlags {
  return Object.hasOwn(emulatorFlags, name);
}

function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** The credentials of the embedded platform are published, and whoever has them can change everything in it. */
function exposureWarning(host: string): string {
  return `The embedded platform listens on ${host}: everybody who reaches this machine can sign in with its published credentials. Leave --host out unless other machines need it.`;
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
