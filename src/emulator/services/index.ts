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
 *
 * A new service with one kind of thing and one list needs one file and a line here:
 *
 * 1. `services/<name>/index.ts`: the thing as an exported interface, `defineKind` (its name in the store and in the state
 *    file, what it is deleted with), `defineList` (how scenarios write it), routes made by `routesBelow` (each says its
 *    scopes; the handler gets the place), and `defineService`, which lists all three.
 *    `test/emulator/core/new-service.test.ts` is such a service.
 * 2. The line here. If it has a permission of its own: one line in `core/identity/permissions.ts`.
 *
 * Typed store, scenario schema (`npm run generate`), state file, cascading deletion, permissions, faults and the list of
 * routes follow. A service that grows gets its types in `model.ts`, which imports types of models only because it is
 * part of the published declarations; a file for each kind (`server.ts`: kind and scenario) and for its routes
 * (`server-routes.ts`); its errors in `errors.ts`; its APIs with their scopes in `api.ts`.
 *
 * What it needs of another service it imports from that one's `index.ts`. What others have to know of it without knowing
 * it, it registers: `dependsOn` and `deletedWith` of its kinds, an `ExtensionPoint` of theirs, `before`.
 * `test/emulator/structure.test.ts` keeps these rules.
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
