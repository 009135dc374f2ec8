import type { Advice } from '../../platform/advice.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SecretKeeper } from '../../platform/masking/secrets.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Sentence } from '../../platform/text.ts';
import type { RecordedChange } from '../changes.ts';
import type { Dependents } from '../dependents.ts';
import type { Naming } from '../matching.ts';
import type { Directory } from '../place/directory.ts';
import type { Organization, Place } from '../place/place.ts';
import type { Missing } from '../reading/partial.ts';
import type { Removals } from '../removals.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { CallWriter, PlaceArguments, ToolCall } from './calls.ts';
import type { PlannedWrite } from './planned-write.ts';

/** What every tool gets. No SDK, no HTTP. */
export interface ToolContext {
  platform: Platform;
  directory: Directory;
  /** How this call may name things. */
  naming: Naming;
  clock: Clock;
  /** Aborts when the client cancels the call. */
  signal: AbortSignal;
  /** Aborts when the server is about to end: the call finishes, but waits for nothing any more. */
  ending?: AbortSignal | undefined;
  /** When the call began, on the clock; undefined for now. */
  startedAt?: number | undefined;
  /** Reports progress to a waiting person, with the time since the call began if given; costs nothing when nobody listens. */
  progress: (message: Sentence, elapsedMs?: number) => void;
  /** Receives the parts that this call has to leave out, see {@link Missing}. */
  missing: Missing['missing'];
  /** What depends on a thing, from all services. */
  dependents: Dependents<EnvironmentContext>;
  /** Where things are that were looked for in the wrong place, from all services. */
  whereabouts: Whereabouts<EnvironmentContext>;
  /** What this process has removed. */
  removals: Removals;
  settings: ToolSettings;
  /** What this server and others of the same user have changed on this platform, the newest first. */
  changes: () => Promise<readonly RecordedChange[]>;
  /** Plans the write of another tool inside of this call. @throws Failure, also when this server does not offer the tool */
  planWrite: (call: ToolCall) => Promise<PlannedWrite>;
  /** Turns advice into the calls that this server's callers can make. */
  calls: CallWriter;
  /** How this call named its place; other calls then act in the same one. */
  placeArguments: PlaceArguments;
  /** Puts advice into words; its calls act in the place of this call. */
  say: (said: Advice) => string;
  /** Takes passwords that were given or generated: nothing that the call shows contains them. */
  secrets: SecretKeeper;
  /** How many characters of JSON the caller accepts in one result; undefined for any number. */
  room?: number;
}

/** The settings that tools look at. */
export interface ToolSettings {
  /** The operator allowed the raw access token in results. */
  revealToken: boolean;
  /** Whether values of properties of applications are shown, or their names only. */
  showProperties: 'values' | 'names';
  /** How long a write waits for its work to be done unless the call says otherwise, s. */
  waitSeconds: number;
  /** Folders of this machine from which files may be uploaded; none unless the operator named some. */
  filesDir: readonly string[];
  /** The operator allows upstreams on the gateway's own machine. */
  allowLocalUpstream: boolean;
  /** Whether what this server changes is written down. */
  journal: 'required' | 'off';
  /** Environment variables of the server that may go into applications: those named ANYPOINT_APP_…. */
  appVariables: Readonly<Record<string, string>>;
}

/** What a tool works on; determines whether it takes the arguments `organization` and `environment`. */
export type ScopeKind = 'account' | 'organization' | 'environment';

/** The context of a call that is about a business group. */
export interface OrganizationContext extends ToolContext {
  organization: Pick<Organization, 'id' | 'name'>;
}

/** The context of a call that is about an environment, which is always one of a business group. */
export interface EnvironmentContext extends OrganizationContext {
  place: Place;
}

/** Whether a call is about a business group, or an environment of one. */
export function isInOrganization(ctx: ToolContext): ctx is OrganizationContext {
  return 'organization' in ctx;
}

/** Whether a call is about an environment. */
export function isInEnvironment(ctx: ToolContext): ctx is EnvironmentContext {
  return 'place' in ctx;
}

/** The context of a tool, with the business group or environment its call is about already resolved. */
export type ContextOf<Kind extends ScopeKind> = Kind extends 'environment'
  ? EnvironmentContext
  : Kind extends 'organization'
    ? OrganizationContext
    : ToolContext;
