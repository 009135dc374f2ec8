import { Dependents } from '../core/dependents.ts';
import type { ClientParts, Service } from '../core/service.ts';
import type { EnvironmentContext } from '../core/tools/context.ts';
import { Whereabouts } from '../core/whereabouts.ts';
import { signInOperations } from '../platform/auth.ts';
import { type ClientOptions, PlatformClient } from '../platform/client.ts';
import { Endpoints } from '../platform/egress/endpoints.ts';
import type { AnyOperation } from '../platform/operations.ts';
import type { Platform } from '../platform/platform.ts';
import type { Http } from '../platform/transport/http.ts';
import { accessService } from './access/service.ts';
import { apisService } from './apis/service.ts';
import { applicationsService } from './applications/service.ts';
import { changesService } from './changes/service.ts';
import { exchangeService } from './exchange/service.ts';
import { gatewaysService } from './gateways/service.ts';
import { runtimeService } from './runtime/service.ts';
import { runtimeFabricService } from './runtime-fabric/service.ts';

/** Every service; a new one is one line here. The names of the toolsets are in this order. */
const services = [
  accessService,
  runtimeService,
  gatewaysService,
  runtimeFabricService,
  exchangeService,
  apisService,
  applicationsService,
  changesService,
] as const satisfies readonly Service[];

/** Every service as the others see it. */
export const allServices: readonly Service[] = services;

/** The clients of all services by their names in {@link Platform}: all members of each, not only those that all have. */
type Clients = AllOf<ReturnType<(typeof services)[number]['clients']>>;
type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every operation of the platform that this server may call. */
export const allOperations: readonly AnyOperation[] = [
  ...Object.values(signInOperations),
  ...allServices.flatMap(({ operations }) => operations),
];

/** What depends on what, from all services. */
export function createDependents(): Dependents<EnvironmentContext> {
  return new Dependents(allServices.flatMap(({ dependents = [] }) => dependents));
}

/** Where things are that were looked for in the wrong place, from all services. */
export function createWhereabouts(): Whereabouts<EnvironmentContext> {
  return new Whereabouts(allServices.flatMap(({ findables = [] }) => findables));
}

/** Builds the clients of all services over one shared client. `endpointHttp` calls endpoints of APIs, which are not the platform's. */
export function createPlatform(
  { isVisible, ...options }: ClientOptions & Partial<Pick<ClientParts, 'isVisible'>>,
  endpointHttp: Http,
): Platform {
  const parts = { client: new PlatformClient(options), secrets: options.secrets, isVisible: isVisible ?? (() => true) };
  // `Object.assign` types a list of any length as any; the list is the one that the type is taken from.
  const clients = Object.assign({}, ...services.map((service) => service.clients(parts))) as Clients;
  return { client: parts.client, endpoints: new Endpoints(endpointHttp), ...clients };
}
