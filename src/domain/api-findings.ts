import type { AccessProof } from './api-access.ts';
import type { DeploymentFacts } from './api-create-steps.ts';
import { type ApiFacts, apiName } from './apis.ts';
import type { ApplicationDetail } from './application-facts.ts';
import { type Autodiscovery, autodiscoveryNames } from './application-properties.ts';
import { byWeight, type Finding } from './finding.ts';
import type { PolicyFacts } from './policies.ts';
import { quote } from './resolve.ts';

/** An application that carries the id of the API. */
export interface PairedApplication {
  application: ApplicationDetail;
  autodiscovery: Autodiscovery;
  /** Whose client id it carries; undefined when it is nobody's that can be seen, or hidden. */
  credentialsOf?: { environmentName: string; isThis: boolean } | undefined;
  /** Lines of its log that speak of policies, credentials or the API. */
  telling: string[];
}

/** The gateway that the API is deployed to, as far as it could be read. */
export interface BehindGateway {
  deployment: DeploymentFacts;
  gateway?: { id: string; name: string; status: string; up: boolean } | undefined;
}

/** Everything the findings are drawn from. */
export interface Evidence {
  api: ApiFacts;
  environmentName: string;
  policies: (PolicyFacts & { problems: string[]; ageSeconds: number | undefined })[];
  applications: PairedApplication[];
  /** How many applications of the environment were looked at, and those services that could not be asked. */
  searched: { applications: number; unavailable: string[] };
  gateway?: BehindGateway | undefined;
  /** One look from the outside; undefined when no address is known. */
  proof?: AccessProof | undefined;
}

/** Policies need a few seconds to reach a runtime (reference 5.5). */
const spreadingSeconds = 60;

/** What the evidence says, the heaviest first. Empty: nothing is wrong. */
export function findingsOf(evidence: Evidence): Finding[] {
  const behind = evidence.gateway === undefined ? applicationFindings(evidence) : gatewayFindings(evidence.gateway);
  return byWeight([...behind, ...policyFindings(evidence), ...accessFindings(evidence)]);
}

function gatewayFindings({ deployment, gateway }: BehindGateway): Finding[] {
  const findings: Finding[] = [];
  if (gateway !== undefined && !gateway.up) {
    findings.push({
      weight: 'cause',
      what: `The gateway ${quote(gateway.name)} that it is deployed to is not up.`,
      evidence: `status of the gateway: ${gateway.status}`,
      mend: `anypoint_get_gateway_status with gateway ${gateway.id} says why; anypoint_set_gateway_desired_status with STARTED starts a stopped one.`,
    });
  }
  if (/fail|error/i.test(deployment.status ?? '')) {
    findings.push({
      weight: 'cause',
      what: 'Its deployment to the gateway failed.',
      evidence: `deployment status: ${deployment.status}`,
      mend: 'Check upstream and port with anypoint_get_api, then deploy it again in API Manager.',
    });
  }
  return findings;
}

function applicationFindings(evidence: Evidence): Finding[] {
  const { api, applications, searched, environmentName } = evidence;
  if (applications.length > 0) return applications.flatMap((paired) => pairingFindings(paired, evidence));
  // Hidden properties and services that could not be asked leave it open whether there is one.
  const certain = searched.unavailable.length === 0 && api.status !== 'active';
  if (api.status === 'active') return [];
  return [
    {
      weight: certain ? 'cause' : 'likely',
      what: `No application in ${quote(environmentName)} carries the id of API ${apiName(api)}, so no runtime pairs with it.`,
      evidence: `properties of ${searched.applications} applications${
        searched.unavailable.length === 0 ? '' : `; not readable: ${searched.unavailable.join(', ')}`
      }`,
      mend: `anypoint_get_autodiscovery_properties with api ${api.id}, then anypoint_update_application with these properties and autodiscoverySecretFrom.`,
    },
  ];
}

function pairingFindings(paired: PairedApplication, { api, environmentName }: Evidence): Finding[] {
  const { application, autodiscovery, credentialsOf } = paired;
  const name = quote(application.name);
  const findings: Finding[] = [];
  if (application.state !== 'running') findings.push(notRunning(application));
  const missing = autodiscovery.missing.filter(
    (property) => property !== autodiscoveryNames.gatekeeper && property !== 'api.id',
  );
  if (missing.length > 0) {
    findings.push({
      weight: 'cause',
      what: `Application ${name} lacks ${missing.join(' and ')}, so it cannot sign in to API Manager.`,
      evidence: `properties of the application; ${autodiscovery.apiIds.map(({ property }) => property).join(', ') || 'one of them'} holds ${api.id}`,
      mend: `anypoint_update_application with application ${application.id} and autodiscoverySecretFrom "platform", or the name of an ANYPOINT_APP_ variable.`,
    });
  }
  if (credentialsOf !== undefined && !credentialsOf.isThis) {
    findings.push({
      weight: 'cause',
      what: `Application ${name} carries the credentials of environment ${quote(credentialsOf.environmentName)}, which track APIs of that environment only.`,
      evidence: `${autodiscoveryNames.clientId} of the application is the client id of ${quote(credentialsOf.environmentName)}, not of ${quote(environmentName)}`,
      mend: `anypoint_update_application with application ${application.id} and autodiscoverySecretFrom "platform": it sets client id and secret of ${quote(environmentName)}.`,
    });
  }
  if (findings.length === 0 && api.status !== 'active') findings.push(silentPairing(paired, api));
  if (autodiscovery.gatekeeper?.toLowerCase() === 'disabled') {
    findings.push({
      weight: 'note',
      what: `The gatekeeper of application ${name} is disabled: after each start it answers unprotected until its policies are there.`,
      evidence: `${autodiscoveryNames.gatekeeper}: disabled`,
      mend: `anypoint_update_application with application ${application.id} and properties {"${autodiscoveryNames.gatekeeper}": "flexible"}.`,
    });
  }
  if (autodiscovery.clientSecret === 'unprotected') {
    findings.push({
      weight: 'note',
      what: `The client secret in application ${name} is not protected: whoever sees its properties sees it.`,
      evidence: `${autodiscoveryNames.clientSecret} is an ordinary property`,
      mend: `anypoint_update_application with application ${application.id} and autodiscoverySecretFrom: it sets the secret protected.`,
    });
  }
  return findings;
}

function notRunning({ id, name, state, status, problem }: ApplicationDetail): Finding {
  const changing = state === 'changing';
  return {
    weight: changing ? 'likely' : 'cause',
    what: changing
      ? `Application ${quote(name)} is being changed; it answers 503 until that is over.`
      : `Application ${quote(name)} behind the API is not running.`,
    evidence: `status of the application: ${status}${problem === undefined ? '' : `; ${problem}`}`,
    mend: changing
      ? `Wait, and read it again with anypoint_get_application (application ${id}).`
      : `anypoint_set_application_status with application ${id} and action start; anypoint_get_application_logs if it fails.`,
  };
}

/** Everything looks right and still nobody tracks it: only the secret and the application's own XML cannot be read. */
function silentPairing({ application, telling }: PairedApplication, api: ApiFacts): Finding {
  return {
    weight: 'likely',
    what: `Application ${quote(application.name)} runs with the right id and client id, and yet API Manager does not see it: its client secret is wrong, or the application has no autodiscovery element for this id.`,
    evidence:
      telling.length > 0
        ? `its log: ${telling.map((line) => JSON.stringify(line)).join('; ')}`
        : `status of the API: ${api.status}; nothing about it in the log of the application`,
    mend: `anypoint_update_application with application ${application.id} and autodiscoverySecretFrom sets the secret anew; then anypoint_get_application_logs shows whether it signs in.`,
  };
}

function policyFindings({ api, policies, proof }: Evidence): Finding[] {
  const findings = policies
    .filter(({ enabled, problems }) => enabled && problems.length > 0)
    .map(
      ({ id, assetId, problems }): Finding => ({
        weight: 'cause',
        what: `Policy ${quote(assetId)} (${id}) is malformed: the gatekeeper answers 503 as long as it is there.`,
        evidence: problems.join(' '),
        mend: `anypoint_update_policy with api ${api.id} and policy ${id} corrects its configuration; anypoint_remove_policy takes it off.`,
      }),
    );
  const open = proof?.verdict === 'open';
  const disabled = policies.filter(({ enabled }) => !enabled);
  const enabled = policies.filter((policy) => policy.enabled);
  for (const { id, assetId } of disabled) {
    findings.push({
      weight: open && enabled.length === 0 ? 'cause' : 'note',
      what: `Policy ${quote(assetId)} (${id}) is disabled and protects nothing.`,
      evidence: 'policies of the API, disabled ones included',
      mend: `anypoint_update_policy with api ${api.id}, policy ${id} and enabled true.`,
    });
  }
  if (policies.length === 0) {
    findings.push({
      weight: open ? 'cause' : 'note',
      what: 'It has no policies, so API Manager protects nothing.',
      evidence: 'policies of the API: none',
      mend: `anypoint_apply_basic_auth_policy with api ${api.id}, or another of anypoint_list_policy_templates.`,
    });
  }
  return findings;
}

function accessFindings({ api, policies, proof }: Evidence): Finding[] {
  if (proof === undefined) return [];
  const fresh = policies.filter(({ enabled, ageSeconds }) => enabled && (ageSeconds ?? Infinity) < spreadingSeconds);
  if (fresh.length > 0 && (proof.verdict === 'open' || proof.verdict === 'not serving')) {
    return [
      {
        weight: 'likely',
        what: 'A policy was changed less than a minute ago and may still be on its way to the runtime.',
        evidence: `${fresh.map(({ assetId }) => quote(assetId)).join(', ')}; the API answers ${proof.without.status}`,
        mend: `anypoint_verify_api_access with api ${api.id} asks until it has arrived.`,
      },
    ];
  }
  if (proof.verdict === 'not reachable') {
    return [
      {
        weight: 'likely',
        what: 'Its address gives no answer.',
        evidence: proof.without.silence ?? proof.withCredentials?.silence ?? 'no answer',
        mend: 'Check the consumer endpoint in API Manager against the address of the application or gateway (anypoint_get_api).',
      },
    ];
  }
  return [];
}
