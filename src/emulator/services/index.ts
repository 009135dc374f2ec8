import type { Service } from '../core/service.ts';
import { access } from './access/index.ts';
import { apis } from './apis/index.ts';
import { applications } from './applications/index.ts';
import { exchange } from './exchange/index.ts';
import { gateways } from './gateways/index.ts';
import { runtime } from './runtime/index.ts';
import { runtimeFabric } from './runtime-fabric/index.ts';

/**
 * All services of the emulated platform. Scenarios are loaded in this order, so a service comes after the services
 * whose objects its scenario entries name.
 *
 * A new service with one kind of object and one list needs one file and one line here:
 *
 * 1. `services/<name>/index.ts` with the object as an exported interface, `defineKind` (its name in the store and the state
 *    file, what it is deleted with), `defineList` (its scenario section), routes from `routesBelow` (each names its
 *    scopes; the handler receives the place), and `defineService`, which lists them, with the scopes that no service
 *    had yet and what `docs/emulator.md` says of it.
 *    `test/emulator/core/new-service.test.ts` has a complete example.
 * 2. The line here.
 *
 * Lists come from `listingOf` (`core/listing.ts`), which finds and sorts once for all pages; a route renders its page only.
 *
 * The typed store, the scenario schema (`npm run generate`), the state file, cascading deletion, permissions, faults
 * and the list of routes are derived. A larger service has its types in `model.ts`, which imports only types of other
 * models because it is part of the published declarations; one file for each kind (`server.ts`: kind and scenario
 * section) and one for its routes (`server-routes.ts`); its errors in `errors.ts`; its APIs and their scopes in
 * `api.ts`.
 *
 * A service imports another one only from its `index.ts`. What services below it need, it registers: `dependsOn` and
 * `deletedWith` of its kinds, an implementation of their `ExtensionPoint`s, `before`.
 * `test/emulator/structure.test.ts` checks these rules.
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
