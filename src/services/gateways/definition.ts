import * as z from 'zod';
import { merge } from '../../core/plan/diff.ts';
import { quote } from '../../core/text/quote.ts';
import { inputFailure } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import type { GatewayDefinition, ManagedGateway } from './client.ts';

/** The name rule of document flex-gateway-manager [docs/platform/gateways.md#definition], which also lets the empty text through; we do not. */
const namePattern = /^(?![-0-9])[a-z0-9-]{2,41}[a-z0-9]$/;

/**
 * Requires a valid name of a managed gateway. @throws Failure (input) with the rule and a valid name
 */
export function requireGatewayName(name: string): void {
  if (namePattern.test(name)) return;
  const proposal = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+/, '')
    .slice(0, 42)
    .replace(/-+$/, '');
  throw inputFailure({
    what: `${quote(name)} is not a valid name for a managed gateway.`,
    why: 'A name has 3 to 42 lower-case letters, digits and dashes, starts with a letter and does not end with a dash.',
    // What is too short is completed: a fixed example may be the name of a gateway that exists.
    next: `Change the argument name, for example to ${quote(
      namePattern.test(proposal) ? proposal : `${proposal === '' ? 'my' : proposal}-gateway`,
    )}.`,
  });
}

/** The settings of a definition that callers change; timeouts in seconds, sampling in percent. */
export interface DefinitionSettings {
  publicUrl?: string | undefined;
  forwardSslSession?: boolean | undefined;
  lastMileSecurity?: boolean | undefined;
  upstreamResponseTimeout?: number | undefined;
  connectionIdleTimeout?: number | undefined;
  logLevel?: string | undefined;
  forwardLogs?: boolean | undefined;
  /** 0 switches tracing off. */
  tracingSampling?: number | undefined;
}

/** Not negative; checked but not in the published schema, where it would only cost tokens. */
export const wholeNumber = (words: string) =>
  z
    .int()
    .refine((number) => number >= 0, 'must not be negative')
    .describe(words);

/** 0 to 100, likewise. */
export const percent = (words: string) =>
  z
    .number()
    .refine((number) => number >= 0 && number <= 100, 'must be 0 to 100')
    .describe(words);

/** Log levels of document flex-gateway-manager. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;

/** Whether a value is one of them. */
export function isLogLevel(value: unknown): value is (typeof logLevels)[number] {
  return logLevels.some((level) => level === value);
}

/**
 * The defaults of the official clients [docs/platform/gateways.md#defaults-of-the-official-clients]. They disagree on the two TLS flags: Terraform and
 * the example of document flex-gateway-manager have both on, the CLI both off. On is safer, so it is the default, and always sent.
 */
const defaultSettings = {
  forwardSslSession: true,
  lastMileSecurity: true,
  upstreamResponseTimeout: 15,
  connectionIdleTimeout: 60,
  logLevel: 'info',
  forwardLogs: true,
  tracingSampling: 0,
} as const satisfies DefinitionSettings;

/** The complete definition of a new gateway. */
export function newDefinition(
  facts: Omit<GatewayDefinition, 'configuration'>,
  settings: DefinitionSettings,
): GatewayDefinition {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { ...facts, configuration: configurationFrom({ ...defaultSettings, ...given }) };
}

/** What an update has to send to leave a gateway as it is (the platform replaces everything) [docs/platform/gateways.md#operations]. */
export function definitionOf(gateway: ManagedGateway): GatewayDefinition {
  const { name, targetId, runtimeVersion, releaseChannel, size, configuration } = gateway;
  return {
    name,
    targetId: targetId ?? '',
    runtimeVersion: runtimeVersion ?? '',
    releaseChannel: releaseChannel ?? '',
    size: size ?? '',
    configuration,
  };
}

/**
 * A definition with some settings changed and everything else as it came, unknown members too. The timeouts are
 * required by the platform, so they are filled in where they are missing.
 */
export function changedDefinition(
  current: GatewayDefinition,
  facts: Partial<Pick<GatewayDefinition, 'runtimeVersion' | 'releaseChannel' | 'size'>>,
  settings: DefinitionSettings,
): GatewayDefinition {
  const configuration = merge(current.configuration, configurationFrom(settings));
  const properties = isObject(configuration['properties']) ? configuration['properties'] : {};
  const { upstreamResponseTimeout, connectionIdleTimeout } = defaultSettings;
  return {
    ...current,
    ...facts,
    configuration: merge(configuration, {
      properties: { upstreamResponseTimeout, connectionIdleTimeout, ...properties },
    }),
  };
}

/** The settings in the platform's words; parts without a value are left out. */
function configurationFrom(settings: DefinitionSettings): Record<string, unknown> {
  const { tracingSampling } = settings;
  const parts: Record<string, Record<string, unknown>> = {
    ingress: {
      publicUrl: settings.publicUrl,
      forwardSslSession: settings.forwardSslSession,
      lastMileSecurity: settings.lastMileSecurity,
    },
    properties: {
      upstreamResponseTimeout: settings.upstreamResponseTimeout,
      connectionIdleTimeout: settings.connectionIdleTimeout,
    },
    logging: { level: settings.logLevel, forwardLogs: settings.forwardLogs },
    tracing: {
      enabled: tracingSampling === undefined ? undefined : tracingSampling > 0,
      // Off keeps the percentage that was there, so that switching on again finds it.
      sampling: tracingSampling === 0 ? undefined : tracingSampling,
    },
  };
  return Object.fromEntries(
    Object.entries(parts)
      .map(([name, part]) => [name, withValues(part)] as const)
      .filter(([, part]) => Object.keys(part).length > 0),
  );
}

function withValues(part: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}
