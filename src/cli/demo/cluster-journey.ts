import type { PlatformReader } from './platform-reader.ts';
import { memberOf, type Result, rowsOf, type Transcript } from './transcript.ts';

/** From credentials alone to a running cluster of two servers. */
export async function provisionCluster(transcript: Transcript, platform: PlatformReader): Promise<void> {
  transcript.section('A cluster of two servers');
  transcript.person('Put two of the free servers in Sandbox into a cluster called orders.');
  await transcript.call('anypoint_get_token');
  await transcript.call('anypoint_list_organizations');
  await transcript.call('anypoint_list_environments');
  const listed = await transcript.call('anypoint_list_servers', { membership: 'free', status: 'RUNNING' });
  const pair = twoAlike(rowsOf(listed, 'servers'));
  const request = { name: 'orders', servers: pair.map(({ name }) => name) };
  const created = await transcript.planAndApply('anypoint_create_cluster', request);
  const cluster = memberOf(memberOf(created, 'result'), 'cluster');
  await transcript.call('anypoint_get_cluster', { cluster: 'orders' });

  const seen = memberOf(await platform.get(`/hybrid/api/v1/clusters/${String(cluster['id'])}`), 'data');
  const members = rowsOf(seen, 'servers').map(({ name }) => String(name));
  transcript.check(
    seen['status'] === 'RUNNING' && members.join() === pair.map(({ name }) => name).join(),
    `cluster ${String(seen['name'])} is ${String(seen['status'])} with ${members.join(' and ')}`,
  );
}

/** The first two with the same Mule version: mixed versions only cause a warning, but nobody wants them. */
function twoAlike(servers: readonly Result[]): Result[] {
  for (const server of servers) {
    const alike = servers.filter(({ muleVersion }) => muleVersion === server['muleVersion']);
    if (alike.length >= 2) return alike.slice(0, 2);
  }
  throw new Error('The embedded platform has no two free servers with the same Mule version.');
}
