import { count } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { inData, word } from '../../platform/text.ts';
import { findApplication, readApplication } from './applications.ts';
import type { LogLine } from './cloudhub-client.ts';
import type { ApplicationDetail } from './facts.ts';
import { hiddenMark, looksSecret } from './properties.ts';

/** Levels by which a log is filtered, most severe first. */
export const logLevels = ['ERROR', 'WARN', 'INFO', 'DEBUG'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogQuery {
  lines: number;
  /** This level and those more severe. */
  level?: LogLevel | undefined;
  contains?: string | undefined;
  sinceMinutes?: number | undefined;
}

/** The end of an application's log, oldest line first. */
export interface LogExcerpt {
  application: ApplicationDetail;
  lines: LogLine[];
  /** What is left out, or why there is nothing; empty when complete. */
  note: string;
}

/** The maximum number of lines that the two services return at once (document cloudhub, document amc-application-manager). */
const maxLines = { cloudhub: 2000, cloudhub2: 1000 } as const;
/** Maximum length of a message and of an excerpt, characters: a longer result would lose its newest lines. */
const maxMessage = 2_000;
const maxExcerpt = 18_000;

/** Reads the newest matching lines. Values of properties that look like secrets are hidden in them. */
export async function readLog(
  reference: string,
  query: LogQuery,
  now: number,
  ctx: EnvironmentContext,
): Promise<LogExcerpt> {
  const application = await readApplication(await findApplication(reference, ctx), ctx);
  if (application.kind === 'hybrid') return { application, lines: [], note: logsOnServers(application) };
  const since = query.sinceMinutes === undefined ? undefined : now - query.sinceMinutes * 60_000;
  const filtered = query.level !== undefined || query.contains !== undefined || since !== undefined;
  const max = maxLines[application.kind];
  const asked = filtered ? max : Math.min(query.lines, max);
  const read = await newestLines(application, asked, since, ctx);
  if (read === undefined) {
    return { application, lines: [], note: 'It has never been deployed, so there is no log.' };
  }
  const matching = read.filter((line) => matches(line, query, since));
  const last = matching.slice(-query.lines);
  const { lines, shortened } = bounded(
    last.map((line) => ({ ...line, message: concealed(line.message, application) })),
  );
  const notes = [
    ...(matching.length === 0 && read.length > 0 ? [`None of the newest ${read.length} lines matches.`] : []),
    ...(read.length === 0 ? ['The log of the current deployment is empty so far.'] : []),
    ...(matching.length > lines.length
      ? [`${count(matching.length - lines.length, 'older matching line')} left out.`]
      : []),
    ...(filtered && read.length >= max ? [`Only the newest ${max} lines were searched.`] : []),
    ...(shortened > 0 ? [`${count(shortened, 'message')} shortened to ${maxMessage} characters.`] : []),
  ];
  return { application, lines, note: notes.join(' ') };
}

/** Oldest first; undefined when there is no deployment. */
async function newestLines(
  { kind, id, version }: ApplicationDetail,
  limit: number,
  startTime: number | undefined,
  { platform, place, signal }: EnvironmentContext,
): Promise<LogLine[] | undefined> {
  if (kind === 'cloudhub') {
    const deployment = await platform.cloudHub.newestDeployment(place, id, signal);
    if (deployment === undefined) return undefined;
    return sorted(await platform.cloudHub.log(place, { domain: id, deploymentId: deployment }, limit, signal));
  }
  if (version === undefined) return undefined;
  const specification = { deploymentId: id, specId: version };
  const newestFirst = await platform.applicationManager.log(place, specification, { length: limit, startTime }, signal);
  return sorted(newestFirst.reverse());
}

/** Lines without a time keep their position. */
function sorted(lines: LogLine[]): LogLine[] {
  return lines.sort((a, b) => (a.at === undefined || b.at === undefined || a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}

const severity: readonly string[] = ['FATAL', ...logLevels, 'TRACE'];

function matches(line: LogLine, { level, contains }: LogQuery, since: number | undefined): boolean {
  if (since !== undefined && line.at !== undefined && Date.parse(line.at) < since) return false;
  // A level that nobody knows is shown rather than lost.
  if (level !== undefined && severity.indexOf((line.level ?? '').toUpperCase()) > severity.indexOf(level)) return false;
  return (
    contains === undefined ||
    `${inData(line.logger ?? '')} ${inData(line.message)}`.toLowerCase().includes(contains.toLowerCase())
  );
}

function concealed(message: string, { properties }: ApplicationDetail): string {
  let text = message;
  for (const [name, value] of properties?.readable ?? []) {
    // Masking very short values would garble the text.
    if (value.length >= 6 && looksSecret(name, value)) text = text.replaceAll(value, hiddenMark);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters other than tab and line break are taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]+/g, ' ').trim();
}

/** The newest lines that fit into the size, each cut to its maximum. */
function bounded(lines: readonly LogLine[]): { lines: LogLine[]; shortened: number } {
  const kept: LogLine[] = [];
  let room = maxExcerpt;
  let shortened = 0;
  for (const line of [...lines].reverse()) {
    const long = line.message.length > maxMessage;
    const message = long ? `${line.message.slice(0, maxMessage - 1)}…` : line.message;
    room -= message.length + 60;
    if (room < 0 && kept.length > 0) break;
    if (long) shortened += 1;
    kept.push({ ...line, message });
  }
  return { lines: kept.reverse(), shortened };
}

/** ARM keeps no logs of applications (document arm-rest-services has no operation for them). */
function logsOnServers({ name, parts }: ApplicationDetail): string {
  const servers = parts.map((part) => word(part.name)).join(', ');
  return `The platform keeps no log of applications on servers. It is on ${servers === '' ? 'each server' : servers}, in the runtime's folder: logs/mule-app-${word(name)}.log, and logs/mule_ee.log for what happens at deployment.`;
}
