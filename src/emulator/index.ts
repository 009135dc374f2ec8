import type { PlatformParts } from './core/composition.ts';
import { type EmulatorOptions, type RunningEmulator, startServices } from './core/emulator.ts';
import { services } from './services/index.ts';

export type { Clock } from './core/clock.ts';
export { dataPlanePath } from './core/data-plane/hosts.ts';
export type { EmulatorOptions } from './core/emulator.ts';
export type { AddedFault, FaultInput, Faults } from './core/faults/model.ts';
export type { EmulatorAccess } from './core/identity/logins.ts';
export { ScenarioError } from './core/scenario/error.ts';
export {
  seedApiLogins,
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
  seedLogins,
  seedTargets,
} from './core/seeds.ts';
export { StateError } from './core/state/error.ts';
export { durations } from './core/transitions.ts';
export { dataPlaneUrl } from './services/apis/data-plane/urls.ts';
export { muleSoftGroupId } from './services/exchange/policy-catalog.ts';

/** The platform's state, part by part: `store.servers` holds the servers by id. */
export type Store = Emulator['store'];

/** A running emulator. */
export interface Emulator extends RunningEmulator<PlatformParts<typeof services>> {}

/** Starts an embedded Anypoint Platform on loopback, with a sample organization. @throws ScenarioError, StateError */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return await startServices(services, options);
}
