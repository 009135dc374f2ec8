import { quote } from '../../../core/text/quote.ts';
import { capacityText } from '../capacity.ts';
import { foreignHosts } from '../targets.ts';
import { configurationFindings } from './configuration-findings.ts';
import type { GatewayEvidence } from './diagnosis.ts';
import { channelOf, versionOf } from './version-findings.ts';

/** What a diagnosis of a gateway checked and its state, a few words each. */
export function describeGatewayChecks(evidence: GatewayEvidence): string[] {
  const { gateway, registration, capacity, apis } = evidence;
  return [
    ...versionWords(evidence),
    ...(gateway.kind === 'managed' && registration?.expiresAt !== undefined
      ? [`registration until ${registration.expiresAt}`]
      : []),
    ...replicaWords(evidence),
    ...targetWords(evidence),
    ...(capacity === undefined ? [] : [`size ${capacity.size} in the business group: ${capacityText(capacity)}`]),
    ...configurationWords(evidence),
    ...(apis === undefined
      ? []
      : [`APIs: ${apis.length}${gateway.apiLimit === undefined ? '' : ` of ${gateway.apiLimit}`}`]),
  ];
}

function versionWords(evidence: GatewayEvidence): string[] {
  const version = versionOf(evidence.gateway);
  if (version === undefined) return [];
  const channel = channelOf(evidence, version);
  const newest = channel?.versions[0];
  const among =
    channel === undefined || newest === undefined
      ? ''
      : newest === version
        ? `, newest of ${channel.name}`
        : `, newest of ${channel.name} is ${newest}`;
  return [`version ${version}${among}`];
}

function replicaWords({ gateway, certificates = [] }: GatewayEvidence): string[] {
  if (gateway.kind !== 'self-managed') return [];
  const groups = gateway.replicas ?? [];
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const connected = groups.reduce((sum, { status, count }) => sum + (status === 'CONNECTED' ? count : 0), 0);
  const [first] = certificates;
  return [
    `replicas connected: ${connected} of ${total}`,
    ...(first === undefined ? [] : [`certificates until ${first}`]),
  ];
}

function targetWords({ gateway, target }: GatewayEvidence): string[] {
  if (target === undefined) return [];
  const facts = [
    ...(target.status === undefined ? [] : [target.status]),
    ...(target.open === undefined ? [] : [target.open ? 'open to the environment' : 'not open to the environment']),
  ];
  const urls = gateway.publicUrls ?? [];
  const domains = target.domains?.domains ?? [];
  const address =
    urls.length === 0 || domains.length === 0
      ? []
      : [`public URL ${foreignHosts(urls, domains).length === 0 ? 'in' : 'not in'} its domains`];
  return [`target ${quote(target.name)}${facts.length === 0 ? '' : ` ${facts.join(', ')}`}`, ...address];
}

function configurationWords(evidence: GatewayEvidence): string[] {
  const { gateway, runtime } = evidence;
  const odd = configurationFindings(evidence).length;
  const range = odd === 0 ? 'within the usual range' : `${odd} settings outside the usual range`;
  if (runtime === undefined) return gateway.kind === 'managed' ? [`definition ${range}`] : [];
  const isSet = Object.keys(runtime.configuration).length > 0;
  if (!isSet && gateway.kind === 'self-managed') return ['runtime configuration not set'];
  return [`${isSet ? 'runtime configuration' : 'definition'} ${range}`];
}
