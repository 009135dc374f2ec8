import { accessSync, constants } from 'node:fs';
import { type Configuration, loadConfiguration } from '../config/load.ts';
import { type Settings, settingRows } from '../config/settings.ts';
import { baseUrlFrom, credentialsFrom } from '../config/sign-in.ts';
import type { Place } from '../core/place/place.ts';
import { quote } from '../core/text/quote.ts';
import { AnswerCallWriter } from '../core/tools/call-writer.ts';
import type { AcceptedRead, Tool } from '../core/tools/tool.ts';
import { createLog } from '../mcp/log.ts';
import { Outlet } from '../mcp/outlet.ts';
import { callContext, type Session } from '../mcp/session.ts';
import { OfferedTools } from '../mcp/tools/offered-tools.ts';
import { version } from '../mcp/version.ts';
import type { Advice } from '../platform/advice.ts';
import { Failure, isAbort, reasonLine } from '../platform/errors.ts';
import { shownAddress } from '../platform/masking/address.ts';
import { mask, Secrets } from '../platform/secrets.ts';
import { oneLine } from '../platform/text.ts';
import { loadPolicy } from '../safety/policy/policy-file.ts';
import { requireKnownTools } from '../safety/policy/rule-tools.ts';
import { privateFolder, stateFolderOf } from '../safety/state/state-folder.ts';
import { allTools } from '../services/tools.ts';
import type { Command } from './command.ts';
import { openSession } from './session.ts';

/** One line of the report. */
interface Line {
  ok: boolean;
  text: string;
}

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
  for await (const { ok, text } of examine(configuration, secrets, env)) {
    write(`  ${ok ? 'ok  ' : 'FAIL'} ${text.replaceAll('\n', '\n       ')}`);
    if (!ok) isFine = false;
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
      yield { ok: false, text: `${credentials.problem.what}\n${credentials.problem.next}` };
    }
  }
  yield* examineSafety(settings, env);
  let session: Session;
  try {
    if (!settings.emulator) yield { ok: true, text: `address ${shownAddress(baseUrlFrom(settings))}` };
    ({ session } = await openSession({ settings, secrets, env, log: createLog('silent', secrets) }));
  } catch (error) {
    yield { ok: false, text: problemText(error) };
    return;
  }
  const signedIn = await attempt(() => session.platform.client.token());
  if (!signedIn.ok) {
    if (session.platform.client.signInKind !== 'none') yield signedIn.line;
    return;
  }
  yield { ok: true, text: `signed in (${session.platform.client.signInKind})` };
  yield* examinePrincipal(session, settings);
}

/** Reports what may be written, and whether it can be written down. */
async function* examineSafety(settings: Settings, env: NodeJS.ProcessEnv): AsyncGenerator<Line> {
  const policy = await attempt(async () => {
    const loaded = await loadPolicy(settings.policy);
    requireKnownTools(loaded, allTools);
    return loaded;
  });
  yield policy.ok ? { ok: true, text: `writes are judged by ${policy.value.origin}` } : policy.line;
  const stateFolder = stateFolderOf(env);
  const folders = await attempt(async () => {
    for (const name of ['approvals', 'journal'] as const) accessSync(privateFolder(stateFolder, name), constants.W_OK);
  });
  const journal =
    settings.journal === 'off' ? 'approvals, without a journal (ANYPOINT_JOURNAL=off)' : 'approvals and the journal';
  yield folders.ok ? { ok: true, text: `${journal} can be written below ${stateFolder}` } : folders.line;
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
    ok: true,
    text: `the platform sees ${names.filter(Boolean).join(', acting for ') || 'an unnamed principal'}`,
  };
  const organizations = await attempt(() => session.directory.organizations());
  if (!organizations.ok) yield organizations.line;
  else {
    const groups = organizations.value.map(({ name, id }) => `${quote(name)}${id === organizationId ? ' (home)' : ''}`);
    yield { ok: true, text: `business groups: ${groups.join(', ')}` };
  }
  const place = await attempt(() => session.directory.place({ naming: 'exact' }));
  if (!place.ok) {
    // Working without a default environment is fine: then every call names its own.
    const isNamed = settings.organization !== undefined || settings.environment !== undefined;
    const unnamed = !isNamed && place.failure?.kind === 'input';
    yield unnamed ? { ok: true, text: `no default environment: ${place.failure?.message}` } : place.line;
    return;
  }
  yield {
    ok: true,
    text: `calls are about ${quote(place.value.environmentName)} (${place.value.environmentType ?? 'unknown type'}) of ${quote(place.value.organizationName)}`,
  };
  yield* examinePermissions(session, place.value);
}

/** Reports what the scopes allow; where they cannot be read, a missing permission shows only when a change is tried. */
async function changes(session: Session, place: Place): Promise<Line> {
  const unknown: Line = {
    ok: true,
    text: 'which changes are allowed shows only when they are tried; the error then names the missing permission',
  };
  const { client } = await session.platform.accessManagement.me();
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
  return { ok: true, text: `scopes of the connected app there: ${names.join(', ') || 'none'}` };
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
    if (!result.ok) return { ok: false, text: `reading ${things}: ${result.line.text}` };
    const [first] = missed;
    return first === undefined
      ? { ok: true, text: `may read ${things}` }
      : { ok: false, text: `reading ${things}, in part: ${problemText(first)}` };
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

type Attempt<T> = { ok: true; value: T } | { ok: false; line: Line; failure: Failure | undefined };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const failure = error instanceof Failure ? error : undefined;
    return { ok: false, line: { ok: false, text: problemText(error) }, failure };
  }
}

function problemText(error: unknown): string {
  const calls = new AnswerCallWriter(new OfferedTools());
  const say = (said: Advice): string => calls.text(said, {});
  if (error instanceof Failure) {
    return [error.message, ...(error.why ? [reasonLine(say(error.why))] : []), `Next: ${say(error.next)}`].join('\n');
  }
  return isAbort(error) ? 'cancelled' : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
}
