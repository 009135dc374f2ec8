import type { PlatformReader } from './platform-reader.ts';
import { memberOf, type Result, rowsOf, type Transcript } from './transcript.ts';

const application = 'data-cloud-integration';

/** From "everybody who knows the URL can call it" to a proven 401 and 200. */
export async function secureApi(transcript: Transcript, platform: PlatformReader, groupId: string): Promise<void> {
  transcript.section('An application secured');
  transcript.person(
    'My data-cloud-integration answers everybody who knows its URL. Put Basic Auth in front, and show me.',
  );
  const deployed = await platform.get(`/cloudhub/api/v2/applications/${application}`);
  const url = String(deployed['dataPlaneUrl']);
  const before = await platform.statusOf(url);
  transcript.check(before === 200, `before: ${application} answers ${before} to everybody`);

  await transcript.call('anypoint_get_application', { application });
  const created = await transcript.call('anypoint_create_api', { name: 'Data Cloud API' });
  const api = String(memberOf(memberOf(created, 'result'), 'api')['id']);
  const { properties } = await transcript.call('anypoint_get_autodiscovery_properties', { api });
  const seen = await platform.watch(url, async () => {
    await transcript.call('anypoint_update_application', {
      application,
      exchangeAsset: `${groupId}:${application}:2.0.0`,
      properties: plainOnes({ properties }),
      autodiscoverySecretFrom: 'platform',
    });
    await transcript.call('anypoint_verify_api_access', { api });
  });
  transcript.check(
    seen.includes(503),
    `redeployed: it answered ${seen.join(', then ')}: the gatekeeper held it back until its policies were there`,
  );
  const paired = await platform.statusOf(url);
  transcript.check(paired === 200, `paired with API Manager: it answers ${paired} again`);

  const login = { username: 'partner' };
  const applied = await transcript.call('anypoint_apply_basic_auth_policy', { api, ...login });
  const password = String(memberOf(applied, 'result')['password']);
  await transcript.call('anypoint_verify_api_access', { api, ...login, password });
  const without = await platform.statusOf(url);
  const withLogin = await platform.statusOf(url, { ...login, password });
  transcript.check(
    without === 401 && withLogin === 200,
    `secured: ${without} without credentials, ${withLogin} with them`,
  );
}

/** A broken API, explained: the application behind it has the credentials of another environment. */
export async function explainBroken(transcript: Transcript, platform: PlatformReader): Promise<void> {
  transcript.person('And why does the shipping API answer 503?');
  const { findings } = await transcript.call('anypoint_diagnose_api', { api: 'shipping-api' });
  const [first] = rowsOf({ findings }, 'findings');
  const shipping = await platform.get('/cloudhub/api/v2/applications/shipping-quotes');
  const status = await platform.statusOf(String(shipping['dataPlaneUrl']));
  transcript.check(
    status === 503 && first?.['severity'] === 'cause',
    `the shipping API answers ${status}, and its cause was found: ${String(first?.['what'])}`,
  );
}

/** The properties that are no secret; client id and secret are set together, past the conversation. */
function plainOnes(result: Result): Result {
  return Object.fromEntries(
    rowsOf(result, 'properties')
      .filter(({ name, secure }) => secure !== true && name !== 'anypoint.platform.client_id')
      .map(({ name, value }) => [String(name), value]),
  );
}
