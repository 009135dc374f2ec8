import { createHash } from 'node:crypto';
import { configurationFailure } from '../platform/errors.ts';
import { Gate } from './gate.ts';
import { Journal } from './journal/journal.ts';
import { requireKnownPeople } from './policy/people.ts';
import type { LoadedPolicy } from './policy/policy-file.ts';

/** What the operator has set for the gate. */
export interface GateSettings {
  approvalKey: string | undefined;
  /** How long a plan may be applied, min. */
  planMinutes: number;
  journal: 'required' | 'off';
}

export interface OpenGateOptions {
  settings: GateSettings;
  policy: LoadedPolicy;
  stateFolder: string;
  /** Origin of the platform. */
  platform: string;
  now(): number;
  /** On stdio nobody can say who a person is. */
  knowsPeople: boolean;
}

/** Opens the gate of a process. @throws Failure (configuration) when the policy or the private folder cannot be used */
export function openGate({ settings, policy, stateFolder, platform, now, knowsPeople }: OpenGateOptions): Gate {
  if (!knowsPeople) requireKnownPeople(policy);
  const { approvalKey, planMinutes, journal } = settings;
  if (journal === 'off') requireCount(policy);
  return new Gate({
    policy,
    stateFolder,
    journal: journal === 'off' ? undefined : new Journal({ stateFolder, now }),
    planLifetimeMs: planMinutes * 60_000,
    ...(approvalKey === undefined ? {} : { key: createHash('sha256').update(approvalKey).digest() }),
    platform,
    now,
  });
}

/**
 * Refuses a limit of removals where there is no journal to count them by: it would be none.
 * @throws Failure (configuration)
 */
export function requireCount({ policy, origin }: LoadedPolicy): void {
  if (policy.limits.removalsPerHour === undefined) return;
  throw configurationFailure({
    what: `${origin} limits removals and stops within an hour, and ANYPOINT_JOURNAL=off leaves nothing to count them by.`,
    next: 'Leave the journal on, or take removalsPerHour out of the policy.',
  });
}
