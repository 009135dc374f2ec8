import { randomBytes } from 'node:crypto';
import type { Settings } from '../config/settings.ts';
import type { Clock } from '../platform/clock.ts';
import type { Secrets } from '../platform/masking/secrets.ts';
import type { Sentence } from '../platform/text.ts';
import type { Gate } from '../safety/gate.ts';
import type { IsVisible } from '../safety/policy/visibility.ts';
import type { CallParts } from './call-parts.ts';
import type { Completion } from './completion/completion.ts';
import type { Conversation } from './elicitation/converse.ts';
import type { Log } from './log.ts';
import type { OfferedPrompts } from './prompts/offered-prompts.ts';
import type { ReceivesUnread, Session } from './session.ts';
import type { OfferedSkills } from './skills/skills.ts';

/**
 * The parts of a process, each loaded with the first request that needs it and shared by all connections: the answer to
 * `initialize` needs none of them, and hosts start every configured server at once.
 */
export interface ServerParts {
  calls(): Promise<CallParts>;
  prompts(): Promise<OfferedPrompts>;
  completion(): Promise<Completion>;
  skills(): Promise<OfferedSkills>;
  /** The process ends before the writes under way: the journal says that their outcomes are unknown, and why. */
  abandon(note: Sentence): void;
  /** How users are asked. */
  asking: Pick<Conversation, 'waitSeconds' | 'key'>;
}

export interface PartsOptions {
  settings: Settings;
  secrets: Secrets;
  log: Log;
  /** Makes the session on the first call; the embedded platform is started here when it is asked for. */
  createSession: (isVisible: IsVisible | undefined) => Promise<Session>;
  safety: SafetyOptions;
  /** The clock of watched resources; tests drive their own. */
  watchClock?: Clock;
}

/** What writes are kept safe with, besides the settings. */
export interface SafetyOptions {
  /** The folder for approvals and the journal, made when it is first needed. */
  stateFolder: string;
}

/** Prepares the parts without loading any of them. */
export function createParts(options: PartsOptions): ServerParts {
  const { settings, secrets, log } = options;
  const policy = once(async () => (await import('../safety/policy/policy-file.ts')).loadPolicy(settings.policy));
  const isVisible = once(async () => {
    if (settings.policy === undefined) return undefined;
    const { visibilityOf } = await import('../safety/policy/visibility.ts');
    return visibilityOf((await policy()).policy);
  });
  const session = once(async () => ({ ...(await options.createSession(await isVisible())), changes }));
  const changes = async (unread?: ReceivesUnread) => {
    const { readRecorded } = await import('../safety/journal/read-recorded.ts');
    const { journalName } = await session();
    const sees = await isVisible();
    return readRecorded(options.safety.stateFolder, unread).filter(
      ({ intent: { platform: of, plan } }) =>
        of === journalName && (plan.environment === undefined || sees?.(plan.environment) !== false),
    );
  };
  const tools = once(async () => {
    const { OfferedTools } = await import('./tools/offered-tools.ts');
    const { readOnly, toolsets } = settings;
    if (settings.policy === undefined) return OfferedTools.of({ readOnly, toolsets });
    const { isDeniedEverywhere } = await import('../safety/policy/judge.ts');
    const { policy: rules, origin } = await policy();
    return OfferedTools.of({
      readOnly,
      toolsets,
      denied: { origin, denies: (tool) => tool.effect !== 'read' && isDeniedEverywhere(rules, tool) },
    });
  });
  const shared = async () => ({ session, secrets, log, tools: await tools() });
  let opened: Gate | undefined;
  const gate = once(async () => {
    const { openGate } = await import('../safety/open-gate.ts');
    const { clock, journalName } = await session();
    opened = openGate({
      settings: { approvalKey: settings.approvalKey, planMinutes: settings.planMinutes, journal: settings.journal },
      policy: await policy(),
      stateFolder: options.safety.stateFolder,
      platform: journalName,
      now: () => clock.now(),
      knowsPeople: false,
    });
    return opened;
  });
  const prompts = once(async () => new (await import('./prompts/offered-prompts.ts')).OfferedPrompts(await shared()));
  const skills = once(async () => {
    const { OfferedSkills } = await import('./skills/skills.ts');
    return OfferedSkills.of((await prompts()).list());
  });
  const calls = once(async () => {
    const { createCallParts } = await import('./call-parts.ts');
    const { watchSeconds } = settings;
    const { watchClock } = options;
    return createCallParts({ ...(await shared()), skills, watchSeconds, watchClock, gate });
  });
  return {
    calls,
    prompts,
    skills,
    abandon: (note) => opened?.abandon(note),
    // Of this process: a question that was asked before a restart is asked again.
    asking: { waitSeconds: settings.waitSeconds, key: randomBytes(32) },
    completion: once(async () => {
      const { Completion } = await import('./completion/completion.ts');
      const [{ resources }, offered] = await Promise.all([calls(), prompts()]);
      const templates = (): string[] => resources.templates().map(({ uriTemplate }) => uriTemplate);
      return new Completion({ ...(await shared()), prompts: offered, templates });
    }),
  };
}

/** Makes the value with the first call, and again only if that failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
