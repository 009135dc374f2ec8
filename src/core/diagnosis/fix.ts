import type { RuntimeSettingName } from '../../services/gateways/runtime-configuration/settings.ts';
import type { DesiredStatus } from '../../services/gateways/status.ts';
import type { Directory } from '../place/directory.ts';
import type { Place } from '../place/place.ts';
import { ifReadable } from '../reading/partial.ts';

type OfGateway = { gateway: string };
type OfCluster = { cluster: string };
type OfApplication = { application: string };
type OfApi = { api: string };

/**
 * What each call of a mend takes, with everything that the tool requires: a mend that leaves out an argument does not
 * compile. Business group and environment are added to all of them, see {@link placedCall}.
 */
interface MendArguments {
  anypoint_add_cluster_server: OfCluster & { server: string; serverIp?: string };
  anypoint_apply_basic_auth_policy: OfApi & { username: string };
  anypoint_create_api: { name: string; label?: string; assetId?: string; gateway: string; upstream: string };
  anypoint_create_cluster: { name: string; servers: string[]; serverIps?: string[] };
  anypoint_create_gateway: {
    name: string;
    target?: string;
    size?: string;
    releaseChannel?: string;
    runtimeVersion?: string;
    publicUrl?: string;
  };
  anypoint_delete_api: OfApi;
  anypoint_delete_cluster: OfCluster;
  anypoint_delete_gateway: OfGateway;
  anypoint_diagnose_api: OfApi;
  anypoint_diagnose_gateway: OfGateway;
  anypoint_get_api: OfApi;
  anypoint_get_application: OfApplication;
  anypoint_get_application_logs: OfApplication & { level?: 'ERROR' | 'WARN' };
  anypoint_get_autodiscovery_properties: OfApi;
  anypoint_get_cluster: OfCluster;
  anypoint_get_gateway: OfGateway;
  anypoint_get_gateway_registration: OfGateway;
  anypoint_get_gateway_runtime_config: OfGateway;
  anypoint_get_gateway_status: OfGateway;
  anypoint_get_gateway_usage: { size?: string };
  anypoint_get_server: { server: string };
  anypoint_get_server_registration: Record<never, never>;
  anypoint_list_apis: Record<never, never>;
  anypoint_list_gateway_targets: Record<never, never>;
  anypoint_list_gateways: { kind?: 'managed' };
  anypoint_list_policy_templates: OfApi;
  anypoint_remove_cluster_server: OfCluster & { server: string };
  anypoint_remove_policy: OfApi & { policy: string };
  anypoint_set_application_status: OfApplication & { action: 'start' | 'restart' };
  anypoint_set_gateway_desired_status: OfGateway & { desiredStatus: DesiredStatus };
  anypoint_update_application: OfApplication & {
    properties?: Record<string, string>;
    secureProperties?: Record<string, string>;
    removeProperties?: string[];
    autodiscoverySecretFrom?: string;
  };
  anypoint_update_gateway: OfGateway & {
    size?: string;
    releaseChannel?: string;
    runtimeVersion?: string;
    publicUrl?: string;
  } & { [Name in RuntimeSettingName]?: string | number | boolean };
  anypoint_update_policy: OfApi & { policy: string; enabled?: boolean; configuration?: Record<string, string> };
  anypoint_upsert_gateway_runtime_config: OfGateway & { [Name in RuntimeSettingName]?: string | number | boolean };
  anypoint_verify_api_access: OfApi;
}

/** A tool that mends name. */
export type MendTool = keyof MendArguments;

/** A call that mends something, or shows whether it is mended. */
export interface MendCall {
  tool: MendTool;
  /** A text in angle brackets stands for what only the caller knows. */
  args: object;
  /** It works only after the call before it. */
  after?: true;
}

/** What mends something: words and calls, in the order in which they are read. */
export type Mend = readonly (string | MendCall)[];

/** A call of a mend. */
export function call<Tool extends MendTool>(tool: Tool, args: MendArguments[Tool]): MendCall {
  return { tool, args };
}

/** A call that is made once the one before it is done. */
export function thenCall<Tool extends MendTool>(tool: Tool, args: MendArguments[Tool]): MendCall {
  return { tool, args, after: true };
}

/** How a call names the place that a diagnosis looked at: unique names where there are such, else ids. */
export interface CallPlace {
  organization: string;
  environment: string;
}

/** Letters, digits and the signs of ordinary names: anything else may look different from what it is, or be a link. */
const plainName = /^[\p{L}\p{N}][\p{L}\p{N} ._&()+-]{0,59}$/u;

/** How the calls of mends name a scope. */
export async function callPlace(
  place: Place,
  directory: Pick<Directory, 'organizations' | 'environments'>,
): Promise<CallPlace> {
  const { organizationId, organizationName, environmentId, environmentName } = place;
  const group = { id: organizationId, name: organizationName, parentId: undefined };
  const [groups, environments] = await Promise.all([
    ifReadable(directory.organizations()),
    ifReadable(directory.environments(group)),
  ]);
  return {
    organization: referenceTo(group, groups),
    environment: referenceTo({ id: environmentId, name: environmentName }, environments),
  };
}

function referenceTo(
  { id, name }: { id: string; name: string },
  all: readonly { id: string; name: string }[] | undefined,
): string {
  const namesakes = all?.filter((other) => other.id === name || other.name.toLowerCase() === name.toLowerCase());
  return namesakes?.length === 1 && plainName.test(name) ? name : id;
}

/** Tools that take a business group and no environment. */
const ofBusinessGroup: ReadonlySet<MendTool> = new Set(['anypoint_get_gateway_usage']);

/** A call as it can be made from anywhere: whatever the default environment is, it says which one is meant. */
export interface PlacedCall {
  tool: MendTool;
  args: Record<string, unknown>;
}

/** A call of a mend with its place. */
export function placedCall({ tool, args }: MendCall, { organization, environment }: CallPlace): PlacedCall {
  return { tool, args: { ...args, organization, ...(ofBusinessGroup.has(tool) ? {} : { environment }) } };
}

/** The calls of a mend, in their order. */
export function callsIn(mend: Mend): MendCall[] {
  return mend.filter((part) => typeof part !== 'string');
}

/** A mend as one text: words, and calls as `tool {arguments as JSON}`, which can be copied as they are. */
export function mendText(mend: Mend, place: CallPlace): string {
  return mend.reduce<string>((text, part) => {
    const next = typeof part === 'string' ? part : callText(placedCall(part, place));
    return text === '' || /^[.,;:]/.test(next) ? `${text}${next}` : `${text} ${next}`;
  }, '');
}

function callText({ tool, args }: PlacedCall): string {
  return `${tool} ${JSON.stringify(args)}`;
}
