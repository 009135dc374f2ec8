import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call, thenCall } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { type Advice, advise } from '../../../platform/advice.ts';
import type { ApplicationDetail } from '../../applications/index.ts';
import { autodiscoveryNames } from '../../applications/index.ts';
import { type ApiFacts, apiName } from '../instances.ts';
import type { Evidence, PairedApplication } from './evidence.ts';

/** What is wrong with the applications that carry the id of an API, or that none does. */
export function applicationFindings(evidence: Evidence): Finding[] {
  const { api, applications, searched, environmentName } = evidence;
  if (applications.length > 0) return applications.flatMap((paired) => pairingFindings(paired, evidence));
  if (api.status === 'active' || searched === undefined) return [];
  return [
    {
      // There may be one in a service that could not be read.
      severity: searched.unreadable.length === 0 ? 'cause' : 'likely',
      what: `No application in ${quote(environmentName)} is paired with API ${apiName(api)}: none has its id in a property.`,
      evidence: `properties of ${searched.applications} applications${
        searched.unreadable.length === 0 ? '' : `; not readable: ${searched.unreadable.join(', ')}`
      }`,
      fix: advise(
        call('api.getAutodiscoveryProperties', { api: api.id }),
        'lists the properties that its application needs; then',
        thenCall('application.update', {
          application: '<its application>',
          properties: [{ name: 'api.id', value: api.id }],
          autodiscoverySecretFrom: 'platform',
        }),
        'sets it, if the application reads its id from api.id.',
      ),
    },
  ];
}

/** The call that sets client id and secret. Its own error says what else to do, so that not every finding does. */
function credentialsFix(application: ApplicationDetail, environmentName: string): Advice {
  return advise(
    call('application.update', { application: application.id, autodiscoverySecretFrom: 'platform' }),
    `sets client id and secret of ${quote(environmentName)}.`,
    'If the platform does not return the secret, the call says where it can come from.',
    othersProtected(application),
  );
}

/** CloudHub 1.0 takes all properties at once and shows none that is protected [docs/platform/applications.md#cloudhub-properties]. */
function othersProtected({ kind, properties }: ApplicationDetail): string {
  const others = [...(properties?.secure ?? [])].filter((name) => name !== autodiscoveryNames.clientSecret);
  if (kind !== 'cloudhub' || others.length === 0) return '';
  return `CloudHub 1.0 replaces all properties, so the call also needs the values of its other protected ones in secureProperties: ${others.join(', ')}.`;
}

function pairingFindings(paired: PairedApplication, evidence: Evidence): Finding[] {
  const { application, autodiscovery } = paired;
  const { api, environmentName } = evidence;
  const findings = [
    ...(application.state === 'running' ? [] : [notRunning(application)]),
    ...credentialFindings(paired, evidence),
  ];
  if (findings.length === 0 && api.status !== 'active') findings.push(silentPairing(paired, api, environmentName));
  const name = quote(application.name);
  if (autodiscovery.gatekeeper?.toLowerCase() === 'disabled') {
    findings.push({
      severity: 'note',
      what: `The gatekeeper of application ${name} is disabled: after each start it answers unprotected until its policies have arrived.`,
      evidence: `${autodiscoveryNames.gatekeeper}: disabled`,
      fix: gatekeeperFix(paired),
    });
  }
  if (autodiscovery.clientSecret === 'unprotected' && application.kind !== 'hybrid') {
    findings.push({
      severity: 'note',
      what: `The client secret in application ${name} is not protected: anybody who can see its properties sees it.`,
      evidence: `${autodiscoveryNames.clientSecret} is an ordinary property`,
      fix: credentialsFix(application, environmentName),
    });
  }
  return findings;
}

function gatekeeperFix({ application, autodiscovery }: PairedApplication): Advice {
  const properties = [{ name: autodiscoveryNames.gatekeeper, value: 'flexible' }];
  // On CloudHub 1.0 every change of properties has to include the protected secret.
  const along =
    application.kind === 'cloudhub' && autodiscovery.clientSecret === 'secure'
      ? { autodiscoverySecretFrom: 'platform' }
      : {};
  return advise(
    call('application.update', { application: application.id, properties, ...along }),
    '.',
    othersProtected(application),
  );
}

/**
 * Credentials that are missing, or of another environment. A runtime on a server has those of its environment by itself
 * [docs/platform/autodiscovery.md#servers]: there they need not be set, and wrong ones only have to be removed.
 */
function credentialFindings(paired: PairedApplication, evidence: Evidence): Finding[] {
  const { application, autodiscovery } = paired;
  const { api, environmentName } = evidence;
  const hybrid = application.kind === 'hybrid';
  const { clientId, clientSecret } = autodiscoveryNames;
  const missing = autodiscovery.missing.filter((property) => property === clientId || property === clientSecret);
  const name = quote(application.name);
  const findings: Finding[] = [];
  if (missing.length > 0 && !hybrid) {
    findings.push({
      severity: 'cause',
      what: `Application ${name} lacks ${missing.join(' and ')}, so it cannot sign in to API Manager.`,
      evidence: `properties of the application; ${autodiscovery.apiIds.map(({ property }) => property).join(', ') || 'one of them'} holds ${api.id}`,
      fix: credentialsFix(application, environmentName),
    });
  }
  const wrong = wrongCredentials(paired, evidence);
  return wrong === undefined ? findings : [...findings, wrong];
}

/** Those of the organization track all its environments [docs/platform/autodiscovery.md#which-credentials-track-which-apis]. */
function wrongCredentials({ application, autodiscovery, credentials }: PairedApplication, evidence: Evidence) {
  const { api, environmentName } = evidence;
  const { clientId, clientSecret } = autodiscoveryNames;
  const name = quote(application.name);
  const present = [clientId, clientSecret].filter((property) => !autodiscovery.missing.includes(property));
  const fix =
    application.kind === 'hybrid'
      ? advise(
          call('application.update', { application: application.id, removeProperties: present }),
          'removes them: a runtime that is registered with a server token has the credentials of its environment.',
        )
      : credentialsFix(application, environmentName);
  if (typeof credentials === 'object') {
    const other = quote(credentials.environmentName);
    return {
      severity: 'cause',
      what: `Application ${name} has the credentials of environment ${other}, which track APIs of that environment only.`,
      evidence: `${clientId} of the application is the client id of ${other}, not of ${quote(environmentName)}`,
      fix,
    } satisfies Finding;
  }
  if (credentials !== 'elsewhere' || api.status === 'active') return undefined;
  return {
    severity: 'likely',
    what: `Application ${name} has a client id that is not that of environment ${quote(environmentName)}. Only that of the organization would track this API as well.`,
    evidence: `${clientId} of the application is of no environment that this server sees`,
    fix,
  } satisfies Finding;
}

function notRunning({ id, name, state, status, problem }: ApplicationDetail): Finding {
  const evidence = `status of the application: ${status}${problem === undefined ? '' : `; ${problem}`}`;
  if (state === 'changing') {
    return {
      severity: 'likely',
      what: `Application ${quote(name)} is being changed; it answers 503 until that is done.`,
      evidence,
      fix: advise('Wait, and read it again:', call('application.get', { application: id }), '.'),
    };
  }
  return {
    severity: 'cause',
    what: `Application ${quote(name)} behind the API is not running.`,
    evidence,
    fix: advise(
      call('application.setStatus', { application: id, action: 'start' }),
      '; if it fails,',
      call('application.getLogs', { application: id, level: 'ERROR' }),
      'shows why.',
    ),
  };
}

/** Everything looks right, but nothing tracks the API: the secret and the application's XML, which cannot be read, remain as causes. */
function silentPairing(
  { application, logLines, credentials }: PairedApplication,
  api: ApiFacts,
  environmentName: string,
): Finding {
  const log = call('application.getLogs', { application: application.id, level: 'WARN' });
  const hybrid = application.kind === 'hybrid';
  // Where a client id cannot be read or compared, nothing is said of it.
  const isKnown = !hybrid && credentials === 'this';
  return {
    severity: 'likely',
    what: `Application ${quote(application.name)} runs with the right id${isKnown ? ' and client id' : ''}, but API Manager does not see it: ${
      hybrid
        ? 'its runtime has not signed in'
        : isKnown
          ? 'its client secret is wrong'
          : 'its client id or client secret is wrong'
    }, or the application has no autodiscovery element for this id.`,
    evidence:
      logLines.length > 0
        ? `its log: ${logLines.map((line) => JSON.stringify(line)).join('; ')}`
        : `status of the API: ${api.status}; nothing about it in the log of the application`,
    fix: hybrid
      ? 'The log of the runtime on its machine says whether it signs in to API Manager.'
      : advise(credentialsFix(application, environmentName), 'Afterwards', log, 'shows whether it signs in.'),
  };
}
