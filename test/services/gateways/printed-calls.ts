import { seedGateways } from '../../../src/emulator/index.ts';
import type { Harness } from '../../support/harness.ts';
import type { Situation } from '../../support/printed-calls.ts';

const outcomes = [
  { gateway: 'late-*', outcome: 'never-ready' },
  { gateway: 'bad-*', outcome: 'failed', message: 'The image could not be pulled' },
];

/** Gives the gateway for orders a state of its own. */
function ordersIs(status: string, running: boolean, desiredStatus: 'STARTED' | 'STOPPED' = 'STARTED') {
  return async ({ emulator }: Harness): Promise<void> => {
    const orders = emulator.store.managedGateways.get(seedGateways.orders);
    if (orders === undefined) throw new Error('the emulator lost its gateway');
    const phase = { status, ready: false, running };
    Object.assign(orders, { phase: { before: phase, after: phase, at: 0 }, desiredStatus });
  };
}

const deployToOrders = [
  'anypoint_create_api',
  { name: 'Loyalty API', upstream: 'https://loyalty.example.com', gateway: 'orders-gateway' },
] as const;

/** What the texts about gateways print, outside of diagnoses. */
export const gatewaySituations: readonly Situation[] = [
  {
    when: 'a gateway that has failed has the name of a new one',
    call: ['anypoint_create_gateway', { name: 'returns-gateway' }],
  },
  {
    when: 'a new gateway fails',
    scenario: { outcomes },
    call: ['anypoint_create_gateway', { name: 'bad-gw' }],
  },
  {
    when: 'a new gateway is not ready in time',
    scenario: { outcomes },
    call: ['anypoint_create_gateway', { name: 'late-gw', timeoutSeconds: 5 }],
  },
  {
    when: 'a self-managed gateway is to be stopped',
    call: ['anypoint_set_gateway_desired_status', { gateway: 'warehouse-edge', desiredStatus: 'STOPPED' }],
  },
  {
    when: 'a gateway that has failed is to be started',
    call: ['anypoint_set_gateway_desired_status', { gateway: 'returns-gateway', desiredStatus: 'STARTED' }],
  },
  {
    when: 'a gateway that is about to start is to be started',
    prepare: ordersIs('APPLYING', false),
    call: ['anypoint_set_gateway_desired_status', { gateway: 'orders-gateway', desiredStatus: 'STARTED' }],
  },
  {
    when: 'a gateway fails when it is started',
    scenario: {
      gateways: [{ name: 'weak-gateway', desiredStatus: 'STOPPED', failure: 'Out of replicas' }],
    },
    call: ['anypoint_set_gateway_desired_status', { gateway: 'weak-gateway', desiredStatus: 'STARTED' }],
  },
  ...(
    [
      ['a self-managed gateway that is disconnected', 'branch-office', undefined],
      ['a gateway that has failed', 'returns-gateway', undefined],
      ['a gateway that is stopped', 'partners-gateway', undefined],
      ['a gateway that is applying a change', 'orders-gateway', ordersIs('APPLYING', true)],
    ] as const
  ).map(([what, gateway, prepare]) => ({
    when: `${what} gets a runtime configuration`,
    ...(prepare === undefined ? {} : { prepare }),
    call: ['anypoint_upsert_gateway_runtime_config', { gateway, logLevel: 'warn', dryRun: true }] as const,
  })),
  {
    when: 'an API is to be deployed to a gateway that is stopped',
    call: [deployToOrders[0], { ...deployToOrders[1], gateway: 'partners-gateway' }],
    repairedBy: 0,
  },
  {
    when: 'an API is to be deployed to a gateway that is not ready',
    prepare: ordersIs('APPLYING', true),
    call: deployToOrders,
  },
  {
    when: 'an API is to be deployed to a gateway that has failed',
    call: [deployToOrders[0], { ...deployToOrders[1], gateway: 'returns-gateway' }],
  },
  {
    when: 'the status of a gateway that has failed is read',
    call: ['anypoint_get_gateway_status', { gateway: 'returns-gateway' }],
  },
  {
    when: 'the status of a gateway that is stopped is read',
    call: ['anypoint_get_gateway_status', { gateway: 'partners-gateway' }],
  },
  {
    when: 'the status of a gateway that should run is read',
    prepare: ordersIs('APPLIED', false),
    call: ['anypoint_get_gateway_status', { gateway: 'orders-gateway' }],
  },
];
