import type { Service } from '../core/service.ts';
import { access } from './access/index.ts';
import { apis } from './apis/index.ts';
import { applications } from './applications/index.ts';
import { exchange } from './exchange/index.ts';
import { gateways } from './gateways/index.ts';
import { runtime } from './runtime/index.ts';
import { runtimeFabric } from './runtime-fabric/index.ts';

/**
 * Every service of the emulated platform, one line each. The order is that in which scenarios are loaded: a service comes
 * after those whose things its own things name.
 */
export const services = [
  access,
  runtimeFabric,
  runtime,
  gateways,
  exchange,
  apis,
  applications,
] as const satisfies readonly Service[];
