import type { ReadResourceResult } from '@modelcontextprotocol/server';
import type { Clock } from '../platform/clock.ts';
import type { Secrets } from '../platform/masking/secrets.ts';
import { Pipeline, type PipelineOptions } from './calls/pipeline.ts';
import type { Log } from './log.ts';
import { backgroundClock } from './resources/background-clock.ts';
import { PlatformResources } from './resources/platform-resources.ts';
import { ResourceReader } from './resources/resource-reader.ts';
import { ResourceWatch } from './resources/watch.ts';
import type { Session } from './session.ts';
import type { OfferedSkills } from './skills/skills.ts';
import type { OfferedTools } from './tools/offered-tools.ts';
import { type ListedTool, listedTool } from './tools/tool-schema.ts';

/** What calls of tools and readings of resources are answered with. */
export interface CallParts {
  tools: OfferedTools;
  /** The tools as `tools/list` shows them. */
  listedTools(): readonly ListedTool[];
  pipeline: Pipeline;
  resources: PlatformResources;
  readResource(uri: string, signal: AbortSignal): Promise<ReadResourceResult>;
  /** Calls `onChange` for each change until the returned function is called. @throws ProtocolError when there is nothing to watch */
  watchResource(uri: string, onChange: () => void): Promise<() => void>;
  /** Something was written: watched resources are checked soon. */
  expectChange(): void;
}

export interface CallPartsOptions extends Pick<PipelineOptions, 'gate'> {
  session: () => Promise<Session>;
  tools: OfferedTools;
  skills: () => Promise<OfferedSkills>;
  secrets: Secrets;
  log: Log;
  /** Minimum time between two checks of a watched resource, s. */
  watchSeconds: number;
  /** The clock of watched resources; tests drive their own. */
  watchClock?: Clock | undefined;
}

/** Builds them. The session itself is made by the first call that needs it. */
export function createCallParts(options: CallPartsOptions): CallParts {
  const { tools, secrets, log } = options;
  const resources = new PlatformResources(options);
  const reader = new ResourceReader({ resources, secrets, tools });
  const watch = new ResourceWatch({
    read: (uri, signal, missing) => resources.read(uri, signal, missing),
    canonical: (uri) => resources.canonical(uri),
    clock: options.watchClock ?? backgroundClock,
    log,
    minMs: options.watchSeconds * 1000,
  });
  let listed: readonly ListedTool[] | undefined;
  return {
    tools,
    listedTools() {
      listed ??= tools.list().map(listedTool);
      return listed;
    },
    pipeline: new Pipeline(options),
    resources,
    readResource: async (uri, signal) =>
      uri.startsWith('skill://') ? (await options.skills()).read(uri) : reader.read(uri, signal),
    watchResource: (uri, onChange) =>
      watch.watch(uri, onChange).catch((error: unknown) => {
        throw reader.protocolError(error, uri);
      }),
    expectChange: () => watch.expectChange(),
  };
}
