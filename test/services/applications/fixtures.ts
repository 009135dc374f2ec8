import { seedApplications } from '../../../src/emulator/index.ts';
import type { Harness, SeenRequest } from '../../support/harness.ts';

/** The seeded applications, one of each service, under the names that tests read. */
export const { dataCloud, shippingQuotes, ordersApp, ordersAppId, catalogBatch, catalogBatchId } = seedApplications;

/** The applications as the emulator stores them, secrets included. */
export class ApplicationFixtures {
  readonly #harness: Harness;

  constructor(harness: Harness) {
    this.#harness = harness;
  }

  cloudHub(domain: string) {
    return found(this.#harness.emulator.store.cloudHubApplications.get(domain));
  }

  deployment(id: string = ordersAppId) {
    return found(this.#harness.emulator.store.amcDeployments.get(id));
  }

  hybrid(id: number = catalogBatchId) {
    return found(found(this.#harness.emulator.store.hybridApplications.get(id)).deployed);
  }

  /** Adds a CloudHub 1.0 application for one test. */
  addCloudHub(domain: string, properties: Record<string, string> = {}, secureKeys: string[] = []): string {
    const { store } = this.#harness.emulator;
    const like = this.cloudHub(dataCloud);
    const runtime = running('STARTED', properties);
    const fileName = `${domain}-1.0.0.jar`;
    store.cloudHubApplications.set(domain, { ...like, domain, properties, secureKeys, runtime, fileName, logs: [] });
    return domain;
  }

  /** Adds a CloudHub 2.0 application for one test. Returns its id. */
  addDeployment(name: string, properties: Record<string, string> = {}, secureKeys: string[] = []): string {
    const { store } = this.#harness.emulator;
    const id = crypto.randomUUID();
    const like = this.deployment();
    const runtime = running('APPLIED', properties);
    store.amcDeployments.set(id, { ...like, id, name, properties, secureKeys, runtime, logs: [] });
    return id;
  }

  /** The writes sent during `work`, sign-ins excluded. */
  async writesOf(work: () => Promise<unknown>): Promise<SeenRequest[]> {
    const { seen } = this.#harness;
    const before = seen.length;
    await work();
    return seen.slice(before).filter(({ method, path }) => method !== 'GET' && !/\/(login|token)$/.test(path));
  }
}

/** A process that has been running since the start of the clock, with these properties. */
function running(status: string, properties: Record<string, string>) {
  const process = { properties, startedAt: 0, trackedAt: 0, opensAt: 0 };
  return [{ at: 0, state: { status, updateStatus: null, process } }] as const;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the seed has changed');
  return value;
}
