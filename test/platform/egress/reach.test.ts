import { describe, expect, it } from 'vitest';
import { type Reach, reachOf } from '../../../src/platform/egress/reach.ts';

const reaches: Readonly<Record<Reach, readonly string[]>> = {
  machine: [
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '169.254.169.254', '169.254.0.1'],
    ...['100.100.100.200', '192.0.0.192', '168.63.129.16'],
    ...['[::]', '[::1]', '[::7f00:1]', '[fe80::1]', '[febf::1]', '[fd00:ec2::254]', '[fd00:ec2:ffff::1]', '::1'],
    ...['[::ffff:7f00:1]', '[::ffff:127.0.0.1]', '[::FFFF:A9FE:1]', '[::ffff:0:1]', '[64:ff9b::a83f:8110]'],
    ...['[2002:7f00:1::]', '[2002:7f00::1]', '[2002:a9fe:a9fe::1]', '[2002:6464:64c8:1:2:3:4:5]', '[2002:7f::1]'],
    ...['localhost', 'LocalHost.', 'a.localhost', 'localdomain', 'db.localdomain..', 'ip6-localhost', 'ip6-loopback'],
    ...['host.docker.internal', 'gateway.docker.internal', 'kubernetes.docker.internal', 'host.containers.internal'],
    ...['host.lima.internal', 'host.minikube.internal', 'host.k3d.internal', 'host.rancher-desktop.internal'],
    ...['metadata', 'instance-data', 'metadata.internal', 'instance-data.internal', 'metadata.google.internal'],
    ...['instance-data.eu-west-1.compute.internal', 'metadata.azure.internal', 'metadata.goog', 'metadata.azure.com'],
    ...['metadata.tencentyun.com', 'metadata.packet.net', 'metadata.platformequinix.com'],
  ],
  network: [
    ...['10.0.0.1', '172.16.0.1', '192.168.1.1', '100.100.100.201', '168.63.129.16.local', '192.0.0.191'],
    ...['[fd00:ec3::1]', '[fec0::1]', '[::ffff:a00:1]', '[64:ff9b::808:808]', '[2002:a00:1::]', '[2002::1]'],
    ...['orders', 'ip6-localhosts', 'my-ip6-localhost', 'orders.local', 'a.b.internal', 'router.home.arpa'],
    ...['a.host.docker.internal', 'host.docker.internal.local', 'host.podman.internal', 'my-metadata', 'metadatas'],
    ...['[::ffff:7f00:1:0:0]', '[64:ff9b::7f00:1:0]'],
    ...['my-instance-data.internal', 'localhosts', 'mylocalhost'],
  ],
  public: [
    ...['[2001:4860::ffff:7f00:1]', '[2001:4860:2002:7f00:1::]'],
    ...['8.8.8.8', '168.63.129.17', '[2606:4700::1111]', '[::ffff:808:808]', 'example.com', 'api.example.com.'],
    ...['localhost.example.com', 'mylocalhost.com', 'host.docker.internal.example', 'metadata.example.com'],
    ...['metadata.internal.example', 'instance-data.example.com', 'metadata.googl', 'a.metadata.goog', 'xlocal.com'],
    ...['a.metadata.azure.com', 'metadata.azure.com.example', 'metadata.azureacom', 'homezarpa.com', 'x.homezarpa'],
    ...['internal.example.com', 'local.example.com', 'home.arpa.example'],
  ],
};

describe('the host of an address', () => {
  it.each(Object.entries(reaches).flatMap(([reach, hosts]) => hosts.map((host) => [host, reach])))(
    '%s reaches %s',
    (host, reach) => {
      expect(reachOf(host ?? '')).toBe(reach);
    },
  );
});
