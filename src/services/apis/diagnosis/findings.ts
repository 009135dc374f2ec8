import { bySeverity, type Finding } from '../../../core/diagnosis/finding.ts';
import { call } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { advise } from '../../../platform/advice.ts';
import type { ApiFacts } from '../instances.ts';
import { coversAll, guardText, openRequests } from '../policies/coverage.ts';
import { applicationFindings } from './application-findings.ts';
import type { BehindGateway, Evidence } from './evidence.ts';

/** Policies need a few seconds to reach a runtime [docs/platform/policies.md#operations]. */
const propagationSeconds = 60;

/** What the evidence says, most severe first. Empty: no problems. */
export function findingsOf(evidence: Evidence): Finding[] {
  const behind =
    evidence.gateway !== undefined
      ? gatewayFindings(evidence.gateway, evidence.api)
      : evidence.api.technology === 'flexGateway'
        ? undeployedFindings(evidence)
        : applicationFindings(evidence);
  return bySeverity([...behind, ...policyFindings(evidence), ...openFindings(evidence), ...accessFindings(evidence)]);
}

/** One for a Flex Gateway needs no application; without a deployment nothing serves it. */
function undeployedFindings({ api, listening, unreadable }: Evidence): Finding[] {
  if (unreadable.some(({ part }) => part === 'deployment')) return [];
  return [
    {
      severity: 'cause',
      what: 'It is for a Flex Gateway but not deployed to one, so nothing serves it.',
      evidence: 'deployments of the API: none',
      fix: advise(
        call('api.create', {
          name: api.name,
          ...(api.label === undefined ? {} : { label: api.label }),
          ...(api.assetId === undefined ? {} : { assetId: api.assetId }),
          ...(api.version === undefined ? {} : { version: api.version }),
          gateway: '<a gateway>',
          // What it was made with: with anything else it would be another instance.
          upstream: listening?.upstream ?? '<its upstream>',
          ...(listening === undefined ? {} : { port: listening.port, basePath: listening.basePath }),
        }),
        'finds it and deploys it;',
        call('gateway.list', {}),
        'lists the gateways.',
      ),
    },
  ];
}

function gatewayFindings({ deployment, gateway }: BehindGateway, api: ApiFacts): Finding[] {
  const findings: Finding[] = [];
  if (gateway !== undefined && !gateway.up) {
    findings.push({
      severity: 'cause',
      what: `The gateway ${quote(gateway.name)} that it is deployed to is not up.`,
      evidence: `status of the gateway: ${gateway.status}`,
      fix: advise(call('gateway.diagnose', { gateway: gateway.id }), 'says why, and how to fix it.'),
    });
  }
  if (/fail|error/i.test(deployment.status ?? '')) {
    findings.push({
      severity: 'cause',
      what: 'Its deployment to the gateway failed.',
      evidence: `deployment status: ${deployment.status}`,
      fix: advise(
        'Check upstream and port:',
        call('api.get', { api: api.id }),
        gateway === undefined
          ? ''
          : advise(', and whether its gateway takes it:', call('gateway.diagnose', { gateway: gateway.id })),
        '. Then deploy it again in API Manager.',
      ),
    });
  }
  return findings;
}

function policyFindings({ api, policies, proof }: Evidence): Finding[] {
  if (policies === undefined) return [];
  const findings = policies
    .filter(({ enabled, problems }) => enabled && problems.length > 0)
    .map(
      ({ id, assetId, problems }): Finding => ({
        severity: 'cause',
        what: `Policy ${quote(assetId)} (${id}) is malformed: the gatekeeper answers 503 until it is corrected or removed.`,
        evidence: problems.join(' '),
        fix: advise(
          call('policy.update', { api: api.id, policy: id, configuration: JSON.stringify({ '<field>': '<value>' }) }),
          'corrects the fields that the evidence names;',
          call('policy.remove', { api: api.id, policy: id }),
          'removes it, and with it the protection.',
        ),
      }),
    );
  const open = proof?.verdict === 'open';
  const disabled = policies.filter(({ enabled }) => !enabled);
  const enabled = policies.filter((policy) => policy.enabled);
  for (const { id, assetId } of disabled) {
    findings.push({
      severity: open && enabled.length === 0 ? 'cause' : 'note',
      what: `Policy ${quote(assetId)} (${id}) is disabled and protects nothing.`,
      evidence: 'policies of the API, disabled ones included',
      fix: advise(call('policy.update', { api: api.id, policy: id, enabled: true }), '.'),
    });
  }
  return findings;
}

/** Requests that anybody can send, whatever the probe was answered: it is one request of many. */
function openFindings({ api, policies, guards = [], proof }: Evidence): Finding[] {
  const open = policies === undefined ? undefined : openRequests(guards);
  if (policies === undefined || open === undefined) return [];
  // Something that no policy does may refuse the request that was made; the others are not known.
  const refusedElsewhere = proof?.verdict === 'protected' && open === 'all requests';
  const evidence = guards.length === 0 ? 'none of its enabled policies asks for any' : guards.map(guardText).join('; ');
  return [
    {
      severity: proof?.verdict === 'open' ? 'cause' : 'note',
      what:
        policies.length === 0
          ? 'It has no policies, so API Manager protects nothing: no caller has to authenticate.'
          : open === 'all requests'
            ? 'It is open: no enabled policy asks callers for credentials.'
            : `It is open in part: no credentials are needed for ${open}.`,
      evidence: `${policies.length === 0 ? 'policies of the API: none' : evidence}${
        refusedElsewhere ? '; yet its address refuses without credentials, so something else protects it' : ''
      }`,
      fix:
        open === 'all requests'
          ? advise(
              'For example',
              call('policy.applyBasicAuth', { api: api.id, username: '<name>' }),
              '; others that it can have:',
              call('policyTemplate.list', { api: api.id }),
              '.',
            )
          : advise(
              'To cover all requests:',
              ...guards
                .filter(({ credential, policy }) => credential !== undefined && !coversAll(policy))
                .slice(0, 1)
                .map(({ policy }) => call('policy.update', { api: api.id, policy: policy.id, methods: [], paths: [] })),
              '.',
            ),
    },
  ];
}

function accessFindings({ api, policies = [], proof }: Evidence): Finding[] {
  if (proof === undefined) return [];
  // A policy that does not cover the request says nothing about its answer.
  const fresh = policies.filter(
    ({ enabled, ageSeconds, coversProbe }) =>
      enabled && coversProbe && (ageSeconds ?? Number.POSITIVE_INFINITY) < propagationSeconds,
  );
  if (fresh.length > 0 && (proof.verdict === 'open' || proof.verdict === 'not serving')) {
    return [
      {
        severity: 'likely',
        what: 'A policy was changed less than a minute ago and may not have propagated yet.',
        evidence: `${fresh.map(({ assetId }) => quote(assetId)).join(', ')}; the API answers ${proof.without.status}`,
        fix: advise(call('api.verifyAccess', { api: api.id }), 'retries until it has propagated.'),
      },
    ];
  }
  if (proof.verdict === 'not reachable') {
    return [
      {
        severity: 'likely',
        what: 'Its address does not answer.',
        evidence: proof.without.failure ?? proof.withCredentials?.failure ?? 'no answer',
        fix: advise(
          'Check the consumer endpoint in API Manager against the address of the application or gateway:',
          call('api.get', { api: api.id }),
          '.',
        ),
      },
    ];
  }
  return [];
}
