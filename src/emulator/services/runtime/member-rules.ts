import * as z from 'zod';
import { defineValue } from '../../core/kinds.ts';
import type { Platform } from '../../core/platform.ts';
import { defineSection } from '../../core/scenario/sections.ts';
import { armError } from './errors.ts';
import type { ArmServer } from './model.ts';
import { isUp, statusOf } from './server.ts';

type ClusterRule = 'documentation' | 'article';

/** Which members of a cluster have to run. */
export const clusterRule = defineValue('clusterRule', (): ClusterRule => 'documentation');

/** The scenario section for the rule about members that do not run. */
export const clusterRuleSection = defineSection({
  name: 'clusterRule',
  schema: z
    .enum(['documentation', 'article'])
    .default('documentation')
    .describe(
      'Which servers clusters take. documentation: unicast running ones, multicast disconnected ones as well. article: multicast running ones, unicast any',
    ),
  load: (rule, { store }) => {
    store.set(clusterRule, rule);
  },
});

const unicastText = 'All servers of a unicast cluster must have their corresponding IP.';

/**
 * Checks the state of a server that joins a cluster [docs/platform/disagreements.md#members-that-are-not-running]. Only
 * the first text is published. @throws PlatformError 400
 */
export function requireClusterState(
  { clock, store }: Platform,
  isMulticast: boolean,
  server: ArmServer,
  serverIp: string | undefined,
): void {
  if (!isMulticast && serverIp === undefined) throw armError(400, unicastText);
  const now = clock.now();
  const status = statusOf(server, now);
  const mode = isMulticast ? 'multicast' : 'unicast';
  const isByArticle = store.of(clusterRule) === 'article';
  const mustRun = isByArticle === isMulticast;
  const isTaken = isUp(server, now) || (!mustRun && (isByArticle || status === 'DISCONNECTED'));
  if (isTaken) return;
  const text = mustRun ? 'must be up and running' : 'must be running or disconnected';
  throw armError(400, `All servers of a ${mode} cluster ${text}: ${server.name} (id: ${server.id}) is ${status}.`);
}

/**
 * All members of a cluster have the same Mule and agent version [docs/platform/runtime.md#cluster-rules]. The text is an
 * assumption. @throws PlatformError 400
 */
export function requireSameVersions(members: readonly ArmServer[]): void {
  const [first, ...others] = members;
  const other = others.find(
    (server) => server.muleVersion !== first?.muleVersion || server.agentVersion !== first.agentVersion,
  );
  if (first === undefined || other === undefined) return;
  const textOf = ({ name, id, muleVersion, agentVersion }: ArmServer): string =>
    `${name} (id: ${id}) has Mule ${muleVersion} and agent ${agentVersion}`;
  const text = 'All servers of a cluster must have the same Mule and agent version';
  throw armError(400, `${text}: ${textOf(first)}, ${textOf(other)}.`);
}
