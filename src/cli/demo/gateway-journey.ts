import type { PlatformReader } from './platform-reader.ts';
import { memberOf, rowsOf, type Transcript } from './transcript.ts';

/** From "where can a gateway run" to a gateway that was created, tuned, stopped and started. */
export async function provisionGateway(transcript: Transcript, platform: PlatformReader): Promise<void> {
  transcript.section('A managed gateway');
  transcript.person('Where can a gateway run? Make me one called demo-gateway.');
  const { targets } = await transcript.call('anypoint_list_gateway_targets');
  const [target] = rowsOf({ targets }, 'targets');
  const request = { name: 'demo-gateway', target: target?.['name'] };
  const created = await transcript.planAndApply('anypoint_create_gateway', request);
  const id = String(memberOf(memberOf(created, 'result'), 'gateway')['id']);
  const status = await platform.gateway(`${id}/status`);
  transcript.check(status['ready'] === true, `gateway demo-gateway is ${String(status['status'])} and ready`);

  transcript.person('Log more, and trace one request in twenty.');
  const gateway = 'demo-gateway';
  await transcript.call('anypoint_upsert_gateway_runtime_config', {
    gateway,
    logLevel: 'debug',
    tracingEnabled: true,
    tracingSampling: 5,
  });
  const { configuration } = await platform.gateway(`${id}/runtime-configuration`);
  const level = memberOf(memberOf(memberOf({ configuration }, 'configuration'), 'logging'), 'runtimeLogs')['logLevel'];
  const sampling = memberOf(memberOf(memberOf({ configuration }, 'configuration'), 'tracing'), 'sampling')['overall'];
  transcript.check(
    level === 'debug' && sampling === 5,
    `set when asked to: log level ${String(level)}, ${String(sampling)} % of its requests traced`,
  );

  transcript.person('Stop it for the night.');
  await transcript.call('anypoint_set_gateway_desired_status', { gateway, desiredStatus: 'STOPPED' });
  const stopped = await platform.gateway(`${id}/status`);
  transcript.check(stopped['running'] === false, `stopped after the person agreed: ${String(stopped['status'])}`);

  transcript.person('And start it again. How many do we have now?');
  await transcript.call('anypoint_set_gateway_desired_status', { gateway, desiredStatus: 'STARTED' });
  await transcript.call('anypoint_get_gateway_status', { gateway });
  await transcript.call('anypoint_get_gateway_usage');
  const started = await platform.gateway(`${id}/status`);
  transcript.check(started['running'] === true, `and started again: ${String(started['status'])}`);
}
