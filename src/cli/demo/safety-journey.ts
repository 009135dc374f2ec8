import type { PlatformReader } from './platform-reader.ts';
import { rowsOf, type Transcript } from './transcript.ts';

/** Where the operator of the demo lets nobody change anything. */
const production = 'Production';

/** The policy of the demo's operator, who leaves production to people. */
export const demoPolicy = {
  rules: [{ name: 'production is left to people', environmentTypes: ['production', 'unknown'], answer: 'deny' }],
};

/** What is not done: without a person's yes, and against the policy. And what was done, and how it is taken back. */
export async function keepControl(transcript: Transcript, platform: PlatformReader): Promise<void> {
  transcript.section('A person decides');
  transcript.person('Clean up what we no longer need.');
  await transcript.declined('anypoint_delete_gateway', { gateway: 'demo-gateway' });
  const kept = await platform.gatewayNamed('demo-gateway');
  transcript.check(kept !== undefined, 'a no kept gateway demo-gateway, which the assistant was about to delete');

  transcript.person('payments-gateway in Production is slow. Stop it and start it again.');
  await transcript.refused('anypoint_set_gateway_desired_status', {
    gateway: 'payments-gateway',
    environment: production,
    desiredStatus: 'STOPPED',
  });
  const payments = await platform.gatewayNamed('payments-gateway', production);
  transcript.check(
    payments?.['status'] === 'RUNNING',
    `the policy kept payments-gateway in Production ${String(payments?.['status'])}`,
  );

  transcript.person('What did you do today?');
  const changes = rowsOf(await transcript.call('anypoint_list_changes'), 'changes');
  transcript.person('Take the change of its log level back.');
  const change = changes.find(({ tool }) => tool === 'anypoint_upsert_gateway_runtime_config')?.['id'];
  await transcript.call('anypoint_undo_change', { change });
  const { configuration } = await platform.gateway(`${String(kept?.['id'])}/runtime-configuration`);
  transcript.check(
    !JSON.stringify(configuration).includes('debug'),
    'its runtime configuration is again what it was: no debug log, no tracing',
  );
}
