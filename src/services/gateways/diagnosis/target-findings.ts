import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call, thenCall } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { advise } from '../../../platform/advice.ts';
import { quoted, word } from '../../../platform/text.ts';
import { desiredStatusOf, hasFailed } from '../status.ts';
import { foreignHosts, plainDomain, publicUrlFor } from '../targets.ts';
import type { GatewayEvidence } from './diagnosis.ts';

/** A finding about the target, and the words of a platform message about the same thing. */
export interface TargetFinding {
  finding: Finding;
  names: string[];
}

/** What the private space of a managed gateway says: its state, whether it is open, and whether the addresses are its. */
export function targetFindings(evidence: GatewayEvidence): TargetFinding[] {
  const { gateway, target } = evidence;
  if (target === undefined) return [];
  const name = `${quote(target.name)} (${target.id})`;
  const down = gateway.ready === false && desiredStatusOf(gateway.desiredStatus) === 'STARTED';
  const findings: TargetFinding[] = [];
  if (target.status !== undefined && target.status.toUpperCase() !== 'ACTIVE') {
    findings.push({
      finding: {
        severity: down ? 'cause' : 'likely',
        what: `The private space ${name} that it runs in is not active.`,
        evidence: `state of the private space: ${word(target.status)}`,
        fix: advise(
          'Runtime Manager > Private Spaces shows what it is waiting for;',
          call('gatewayTarget.list', {}),
          'shows the state again.',
        ),
      },
      names: [],
    });
  }
  if (target.open === false) {
    findings.push({
      finding: {
        severity: 'likely',
        what: `The private space ${name} that it runs in is not open to this environment, or was deleted.`,
        evidence: 'it is not among the targets of the environment',
        fix: advise(
          'Open it to the environment in Runtime Manager > Private Spaces > Environments. Or create another gateway in an open one:',
          call('gatewayTarget.list', {}),
          ', then',
          thenCall('gateway.create', { name: '<name of the gateway>', target: '<one of these>' }),
          '.',
        ),
      },
      names: [],
    });
  }
  return [...findings, ...addressFindings(evidence)];
}

function addressFindings({ gateway, target }: GatewayEvidence): TargetFinding[] {
  const { id, publicUrls = [], statusMessage } = gateway;
  const { domains: found } = target ?? {};
  if (target === undefined || found === undefined || found.domains.length === 0) return [];
  if (publicUrls.length === 0) {
    return [
      {
        finding: {
          severity: 'note',
          what: 'It has no public URL: it can be called from inside its private space only.',
          evidence: 'public URL: none',
          fix: advise(
            call('gateway.update', { gateway: id, publicUrl: urlFor(gateway.name, target, found) }),
            'publishes it.',
          ),
        },
        names: [],
      },
    ];
  }
  const foreign = foreignHosts(publicUrls, found.domains);
  if (foreign.length === 0) return [];
  const failed = hasFailed(gateway.status);
  const words = failed && statusMessage !== undefined ? `; the platform says ${quoted(statusMessage, 300)}` : '';
  return [
    {
      finding: {
        severity: failed ? 'cause' : 'likely',
        what: `Its public URL is in none of the domains of its target ${quote(target.name)}: ${foreign.join(', ')}.`,
        evidence: `domains of the target: ${found.domains.map(plainDomain).join(', ')}; status ${gateway.status}${words}`,
        fix: advise(call('gateway.update', { gateway: id, publicUrl: urlFor(gateway.name, target, found) }), '.'),
      },
      names: foreign,
    },
  ];
}

/** A name that is no part of a host name, such as one of thousands of characters, makes no URL that could be copied. */
function urlFor(...[name, target, found]: Parameters<typeof publicUrlFor>): string {
  return /^[a-z0-9][a-z0-9.-]{0,62}$/i.test(name) ? publicUrlFor(name, target, found) : '<public URL>';
}
