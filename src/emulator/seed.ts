import { seedApiManager } from './seed-apis.ts';
import { seedApplicationsOf } from './seed-applications.ts';
import { seedExchange } from './seed-exchange.ts';
import { seedGatewayManager } from './seed-gateways.ts';
import { seedOrganization } from './seed-organization.ts';
import { seedRuntime } from './seed-runtime.ts';
import { emptyStore, type Store } from './store.ts';

/** A platform with a believable organization in it. All ids are fixed, so that documents and tests can name them. */
export function seededStore(): Store {
  const store = emptyStore();
  seedOrganization(store);
  seedRuntime(store);
  seedGatewayManager(store);
  seedExchange(store);
  seedApiManager(store);
  seedApplicationsOf(store);
  return store;
}
