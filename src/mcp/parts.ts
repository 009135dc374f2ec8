import type { ReadResourceResult } from '@modelcontextprotocol/server';
import type { Settings } from '../config/settings.ts';
import type { Tool } from '../core/tools/define-tool.ts';
import type { Clock } from '../platform/clock.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Pipeline } from './calls/pipeline.ts';
import type { Log } from './log.ts';
import type { PromptParts } from './prompts/prompts-parts.ts';
import type { PlatformResources } from './resources/platform-resources.ts';
import type { Session } from './session.ts';
import type { ListedTool } from './tools/tool-schema.ts';

/** What the request handlers work with, once loaded. */
export interface LoadedParts extends PromptParts {
  toolList(): readonly ListedTool[];
  findTool(name: string): Tool | { problem: string };
  pipeline: Pick<Pipeline, 'call'>;
  resources: PlatformResources;
  readResource(uri: string, signal: AbortSignal): Promise<ReadResourceResult>;
  /** Calls `onChange` for each change until the returned function is called. @throws ProtocolError when there is nothing to watch */
  watchResource(uri: string, onChange: () => void): Promise<() => void>;
  /** Something was written: what is watched is looked at soon. */
  expectChange(): void;
}

/** The parts of a process: one session, one pipeline, loaded on first use and shared by all connections. */
export interface ServerParts {
  load(): Promise<LoadedParts>;
}

export interface PartsOptions {
  settings: Settings;
  secrets: Secrets;
  log: Log;
  /** Makes the session on the first call; the embedded platform is started here when it is asked for. */
  createSession: () => Promise<Session>;
  /** Time as the watching of resources sees it; the machine's unless a test drives it. */
  watchClock?: Clock;
}

/** Prepares the parts without loading any of them. */
export function createParts(options: PartsOptions): ServerParts {
  let loaded: Promise<LoadedParts> | undefined;
  return {
    load() {
      loaded ??= import('./loaded-parts.ts').then(({ loadParts }) => loadParts(options));
      return loaded;
    },
  };
}
