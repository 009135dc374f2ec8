import { type Configuration, loadConfiguration } from '../config/load.ts';
import { type Settings, settingRows } from '../config/settings.ts';
import { baseUrlFrom, credentialsFrom } from '../config/sign-in.ts';
import type { Organization, Place } from '../core/place/place.ts';
import { listed, quote } from '../core/text/quote.ts';
import { AnswerCallWriter } from '../core/tools/call-writer.ts';
import type { AcceptedRead, Tool } from '../core/tools/tool.ts';
import { createLog } from '../mcp/log.ts';
import { Outlet } from '../mcp/outlet.ts';
import { callContext, type Session } from '../mcp/session.ts';
import { OfferedTools } from '../mcp/tools/offered-tools.ts';
import { version } from '../mcp/version.ts';
import { commandLine } from '../platform/command-line.ts';
import type { Failure } from '../platform/errors.ts';
import { shownAddress } from '../platform/masking/address.ts';
import { mask, Secrets } from '../platform/masking/secrets.ts';
import { oneLine } from '../platform/text.ts';
import { isLoopback } from '../platform/transport/http.ts';
import { proxiesIn } from '../platform/transport/proxy.ts';
import { allTools } from '../services/tools.ts';
import type { Command } from './command.ts';
import { type Attempt, attempt, type Line, problemText } from './doctor-lines.ts';
import { examineSafety } from './doctor-safety.ts';
import { openSession } from './session.ts';

/** Business groups whose environments are listed for a person who has to name one. */
const maxGroups = 5;

/** Says what is configured and from where, whether the platform answers, who it thinks we are and what we may read. */
export const doctor: Command = async (argv, env) => {
  const isFine = await report(argv, env, (text) => process.stdout.write(`${text}\n`));
  process.exit(isFine ? 0 : 1);
};

/** Reports to `print`, paragraph by paragraph, and returns whether everything works. @throws ConfigurationError */
export async function report(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  print: (text: string) => void,
): Promise<boolean> {
  const configuration = loadConfiguration(argv, env);
  const secrets = new Secrets();
  for (const row of settingRows()) if (row.secret) secrets.add(String(configuration.settings[row.name] ?? ''));
  const outlet = new Outlet(secrets);
  const write = (text: string): void => print(outlet.lines(text));
  write(`anypoint-mcp ${version} on Node.js ${process.versions.node}\n\nSettings`);
  for (const line of settingLines(configuration)) write(`  ${line}`);
  write('\nPlatform');
  let isFine = true;
  for await (const { mark, text } of examine(configuration, secrets, env)) {
    write(`  ${mark.padEnd(4)} ${text.replaceAll('\n', '\n       ')}`);
    if (mark === 'FAIL') isFine = false;
  }
  write(isFine ? '\nEverything is fine.' : '\nNot everything works: see FAIL above.');
  return isFine;
}

function settingLines({ settings, origins, warnings }: Configuration): string[] {
  const lines = settingRows().flatMap(({ name, secret, env }) => {
    const value = settings[name];
    const origin = origins[name];
    if (value === undefined || origin === undefined) return [];
    const text = oneLine(String(value), 400);
    return [`${env[0]} = ${secret ? mask(text) : name === 'baseUrl' ? shownAddress(text) : text}   (${origin})`];
  });
  return [
    ...(lines.length > 0 ? lines : ['no setting is given: all have their defaults']),
    ...warnings.map((text) => `warning: ${text}`),
  ];
}

async function* examine(configuration: Configuration, secrets: Secrets, env: NodeJS.ProcessEnv): AsyncGenerator<Line> {
  const { settings } = configuration;
  if (!settings.emulator) {
    const credentials = credentialsFrom(settings);
    if (credentials.kind === 'none') {
      yield { mark: 'FAIL', text: `${credentials.problem.what}\nNext: ${credentialsNext()}` };
    }
  }
  yield* examineSafety(settings, env);
  let session: Session;
  try {
    if (!settings.emulator) yield* addressLines(baseUrlFrom(settings), env);
    ({ session } = await openSession({ settings, secrets, env, log: createLog('silent', secrets) }));
  } catch (error) {
    yield { mark: 'FAIL', text: problemText(error) };
    return;
  }
  const signedIn = await attempt(() => session.platform.client.token());
  if (!signedIn.ok) {
    if (session.platform.client.signInKind !== 'none') yield signedIn.line;
    return;
  }
  yield { mark: 'ok', text: `signed in (${session.platform.client.signInKind})` };
  yield* examinePrincipal(session, settings);
}

/** Where the platform is, and the proxies on the way. @throws Failure (configuration) that names the variable of an unreadable one */
function* addressLines(baseUrl: string, env: NodeJS.ProcessEnv): Generator<Line> {
  yield { mark: 'ok', text: `address ${shownAddress(baseUrl)}` };
  if (isLoopback(baseUrl)) return;
  for (const { scheme, variable, address } of proxiesIn(env)) {
    yield { mark: 'ok', text: `proxy for ${scheme} ${shownAddress(address)} (${variable})` };
  }
}

/**
 * What to type where no credentials are there. A client gives the server the variables of its own settings, which this
 * command does not see.
 */
function credentialsNext(): string {
  return `Type ANYPOINT_CLIENT_ID=… ANYPOINT_CLIENT_SECRET=… ${commandLine('doctor')}, with those of a connected app (Access Management > Connected Apps). This command reads the variables of this terminal, not those in the settings of your client. To try it without an account: ${commandLine('doctor', '--emulator')}.`;
}

async function* examinePrincipal(session: Session, settings: Settings): AsyncGenerator<Line> {
  const me = await attempt(() => session.platform.accessManagement.me());
  if (!me.ok) {
    yield me.line;
    return;
  }
  const { client, user, organizationId } = me.value;
  const names = [
    client && `connected app ${quote(client.name ?? client.id)}`,
    user && `user ${quote(user.username ?? user.id)}`,
  ];
  yield {
    mark: 'ok',
    text: `the platform sees ${names.filter(Boolean).join(', acting for ') || 'an unnamed principal'}`,
  };
  const organizations = await attempt(() => session.directory.organizations());
  if (!organizations.ok) yield organizations.line;
  else {
    const groups = organizations.value.map(({ name, id }) => `${quote(name)}${id === organizationId ? ' (home)' : ''}`);
    yield { mark: 'ok', text: `business groups: ${groups.join(', ')}` };
  }
  const place = await attempt(() => session.directory.place({ naming: 'exact' }));
  if (!place.ok) {
    // Working without a default environment is fine: then every call names its own.
    const isNamed = settings.organization !== undefined || settings.environment !== undefined;
    const unnamed = !isNamed && place.failure?.kind === 'input';
    yield unnamed
      ? { mark: 'ok', text: `no default environment: ${place.failure?.message}` }
      : { mark: 'FAIL', text: problemText(place.error, await placeNext(session, organizations)) };
    return;
  }
  yield {
    mark: 'ok',
    text: `calls are about ${quote(place.value.environmentName)} (${place.value.environmentType ?? 'unknown type'}) of ${quote(place.value.organizationName)}`,
  };
  yield* examinePermissions(session, place.value);
}

/** What to type where the business group or the environment of the settings is not there. */
async function placeNext({ directory }: Session, organizations: Attempt<Organization[]>): Promise<string> {
  const groups = organizations.ok ? organizations.value : [];
  const named = await Promise.all(
    groups.slice(0, maxGroups).map(async (group) => {
      const environments = await attempt(() => directory.environments(group));
      const names = environments.ok ? environments.value.map(({ name }) => quote(name)) : [];
      return names.length === 0 ? [] : [`${quote(group.name)} has ${listed(names, 'and', 10)}`];
    }),
  );
  const known = named.flat();
  return [
    `Run ${commandLine('doctor', '--organization', 'NAME', '--environment', 'NAME')} with names that are there${known.length === 0 ? '' : `: ${known.join('; ')}`}.`,
    'Then set ANYPOINT_ORGANIZATION and ANYPOINT_ENVIRONMENT to these in the settings of your client.',
  ].join(' ');
}

/** Reports what the scopes allow; where they cannot be read, a missing permission shows only when a change is tried. */
async function changes(session: Session, place: Place): Promise<Line> {
  const unknown: Line = {
    mark: 'ok',
    text: 'which changes are allowed shows only when they are tried; the error then names the missing permission',
  };
  const me = await attempt(() => session.platform.accessManagement.me());
  const client = me.ok ? me.value.client : undefined;
  if (client === undefined) return unknown;
  const granted = await attempt(() =>
    session.platform.accessManagement.connectedAppScopes(client.organizationId ?? place.organizationId, client.id),
  );
  if (!granted.ok) return unknown;
  const here = granted.value.filter(
    ({ organizationId, environmentId }) =>
      (organizationId ?? place.organizationId) === place.organizationId &&
      (environmentId ?? place.environmentId) === place.environmentId,
  );
  const names = [...new Set(here.map((row) => row.scope))].sort();
  return { mark: 'ok', text: `scopes of the connected app there: ${names.join(', ') || 'none'}` };
}

/** Tries every read tool that needs no arguments; a write cannot be tried without doing it. */
async function* examinePermissions(session: Session, place: Place): AsyncGenerator<Line> {
  const reads = allTools.flatMap((tool) => {
    const call = tool.scope === 'account' || tool.revealsSecrets ? undefined : acceptedRead(tool);
    return call === undefined ? [] : [{ things: tool.title.replace(/^(List|Search|Show|Count) /, ''), call }];
  });
  const calls = new AnswerCallWriter(new OfferedTools());
  const tried = reads.map(async ({ things, call }): Promise<Line> => {
    const missed: Failure[] = [];
    const { signal } = new AbortController();
    const ctx = callContext(session, { calls, signal, missing: (failure) => missed.push(failure) });
    const result = await attempt(() => call.run(ctx));
    if (!result.ok) return { mark: 'FAIL', text: `reading ${things}: ${result.line.text}` };
    const [first] = missed;
    return first === undefined
      ? { mark: 'ok', text: `may read ${things}` }
      : { mark: 'FAIL', text: `reading ${things}, in part: ${problemText(first)}` };
  });
  for (const line of tried) yield await line;
  yield await changes(session, place);
}

/** A call of a read tool without arguments; undefined for a tool that needs some. */
function acceptedRead(tool: Tool): AcceptedRead | undefined {
  try {
    const call = tool.accept({});
    return call.effect === 'read' ? call : undefined;
  } catch {
    return undefined;
  }
}
