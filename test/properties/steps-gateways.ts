import fc from 'fast-check';
import { add, nameOf, oneOf, picked, reading, replace, type Step } from './step.ts';

const gateways = ['orders-gateway', 'partners-gateway', 'fresh-one', 'fresh-two'];
const gateway = picked((things) => things.gateways.filter((one) => gateways.includes(nameOf(one))), gateways);

const createGateway = oneOf(gateways).map(
  (name): Step =>
    () => ({
      tool: 'anypoint_create_gateway',
      writes: ['POST /gatewaymanager/**'],
      again: 'failed',
      args: { name },
      change: (things) => {
        add(things.gateways, `${name} STARTED 15 new`);
        add(things.configurations, `${name} info`);
      },
    }),
);
const updateGateway = fc.tuple(gateway, fc.constantFrom(20, 30)).map(
  ([choose, upstreamResponseTimeout]): Step =>
    (now) => {
      const name = choose(now);
      return {
        tool: 'anypoint_update_gateway',
        writes: ['PUT /gatewaymanager/**'],
        again: 'no change',
        args: { gateway: name, upstreamResponseTimeout },
        change: (things) =>
          replace(things.gateways, name, (entry) => [entry.replace(/ \d\d /, ` ${upstreamResponseTimeout} `)]),
      };
    },
);
const deleteGateway = gateway.map(
  (choose): Step =>
    (now) => {
      const name = choose(now);
      return {
        tool: 'anypoint_delete_gateway',
        writes: ['DELETE /gatewaymanager/**'],
        again: 'no change',
        args: { gateway: name },
        change: (things) => {
          replace(things.gateways, name, () => []);
          replace(things.configurations, name, () => []);
        },
      };
    },
);
const setStatus = gateway.map(
  (choose): Step =>
    (now) => {
      const name = choose(now);
      const isStarted = now.gateways.some((one) => one.startsWith(`${name} STARTED`));
      const desiredStatus = isStarted ? 'STOPPED' : 'STARTED';
      return {
        tool: 'anypoint_set_gateway_desired_status',
        writes: ['PATCH /gatewaymanager/**'],
        again: 'no change',
        args: { gateway: name, desiredStatus },
        change: (things) =>
          replace(things.gateways, name, (entry) => [entry.replace(/STARTED|STOPPED/, desiredStatus)]),
      };
    },
);
const configure = fc.tuple(gateway, fc.constantFrom('debug', 'warn')).map(
  ([choose, logLevel]): Step =>
    (now) => {
      const name = choose(now);
      return {
        tool: 'anypoint_upsert_gateway_runtime_config',
        writes: ['PUT /gatewaymanager/**'],
        again: 'no change',
        args: { gateway: name, logLevel },
        change: (things) => replace(things.configurations, name, () => [`${name} ${logLevel}`]),
      };
    },
);

/** Any call about gateways. */
export const gatewaySteps = fc.oneof(
  createGateway,
  updateGateway,
  deleteGateway,
  setStatus,
  configure,
  reading({ tool: 'anypoint_list_gateways', args: {} }),
);
