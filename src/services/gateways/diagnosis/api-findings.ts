import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call, thenCall } from '../../../core/operations.ts';
import { type Advice, advise } from '../../../platform/advice.ts';
import { capacityText, type SizeCapacity } from '../capacity.ts';
import { fullShare, type GatewayEvidence } from './diagnosis.ts';

/** The APIs on a gateway: none, some that failed, or too many. */
export function apiFindings(evidence: GatewayEvidence): Finding[] {
  const { gateway, apis } = evidence;
  if (apis === undefined) return [];
  if (apis.length === 0) {
    return [
      {
        severity: 'note',
        what: 'No API is deployed to it, so it has nothing to serve.',
        evidence: 'API instances that are deployed to this gateway: none',
        fix: advise(
          'An API on a gateway needs a name and the address of the service behind it:',
          call('api.create', {
            name: '<name of the API>',
            gateway: gateway.id,
            upstream: '<URL of the service>',
          }),
          'creates one and deploys it.',
        ),
      },
    ];
  }
  return [...apis.flatMap(({ findings }) => findings), ...fullFindings(evidence, apis.length)];
}

function fullFindings(evidence: GatewayEvidence, apis: number): Finding[] {
  const { apiLimit } = evidence.gateway;
  if (apiLimit === undefined || apis < apiLimit * fullShare) return [];
  const full = apis >= apiLimit;
  const use = [evidence.capacity, evidence.larger].filter((one) => one !== undefined);
  return [
    {
      severity: full ? 'likely' : 'note',
      what: full ? 'It is full: no more APIs can be deployed to it.' : 'It is nearly full of APIs.',
      evidence: [
        `${apis} APIs are deployed to it; its limit is ${apiLimit}`,
        ...use.map((one) => `gateways of size ${one.size}: ${capacityText(one)}`),
      ].join('; '),
      fix: roomFix(evidence),
    },
  ];
}

/** The larger size if the entitlement allows it; always: deleting APIs, or moving some to another gateway. */
function roomFix({ gateway, capacity, larger }: GatewayEvidence): Advice {
  const { id, size } = gateway;
  const grow: Advice =
    size !== 'small'
      ? ''
      : larger?.remaining === 0
        ? `It cannot become large: the entitlement for that size is used up (${capacityText(larger)}).`
        : larger?.remaining === undefined
          ? advise(
              'If the entitlement, which could not be read, allows a large gateway:',
              call('gateway.update', { gateway: id, size: 'large' }),
              '.',
            )
          : advise('It can become large:', call('gateway.update', { gateway: id, size: 'large' }), '.');
  return advise(
    grow,
    grow === '' ? 'Delete APIs that are not needed:' : 'Or delete APIs that are not needed:',
    call('api.list', {}),
    ', then',
    thenCall('api.delete', { api: '<one that is not needed>' }),
    '. Or move some APIs to another gateway of',
    call('gateway.list', {}),
    newGateway(gateway, [capacity, larger]),
    ':',
    thenCall('api.create', {
      name: '<name of the API>',
      label: '<a new label>',
      gateway: '<the other gateway>',
      upstream: '<URL of its service>',
    }),
    'there, then delete it here.',
  );
}

function newGateway({ targetId }: GatewayEvidence['gateway'], sizes: readonly (SizeCapacity | undefined)[]): Advice {
  const free = sizes.find((capacity) => (capacity?.remaining ?? 0) > 0);
  if (free === undefined) return '';
  const target = targetId === undefined ? {} : { target: targetId };
  return advise(
    'or a new one,',
    call('gateway.create', { name: '<name of the gateway>', ...target, size: free.size }),
    `(size ${free.size}: ${capacityText(free)})`,
  );
}
