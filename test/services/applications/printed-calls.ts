import { seedApplications } from '../../../src/emulator/index.ts';
import type { Harness } from '../../support/harness.ts';
import type { Intercept, Situation } from '../../support/printed-calls.ts';
import { ApplicationFixtures } from './fixtures.ts';

const { ordersApp: application, catalogBatch } = seedApplications;

/** Stops the application for orders; started again, it fails. */
async function fails(harness: Harness): Promise<void> {
  await harness.ok('anypoint_set_application_status', { application, action: 'stop' });
  new ApplicationFixtures(harness).deployment().failure = 'Port 8081 is in use';
}

/** Answers the second write of a restart, in which the application starts again. */
const startAnswers =
  (status: number): Intercept =>
  ({ method }, harness) =>
    method === 'PATCH' && new ApplicationFixtures(harness).deployment().desiredState === 'STOPPED'
      ? Response.json({ message: 'no' }, { status })
      : undefined;

async function disconnectCatalog({ emulator }: Harness): Promise<void> {
  const down = { before: 'DISCONNECTED', after: 'DISCONNECTED', at: 0 } as const;
  for (const server of emulator.store.servers.values())
    if (server.name.startsWith('mule-catalog')) Object.assign(server, { status: down });
}

/** What the texts about applications print, outside of diagnoses. */
export const applicationSituations: readonly Situation[] = [
  {
    when: 'an application fails when it is started',
    prepare: fails,
    call: ['anypoint_set_application_status', { application, action: 'start' }],
  },
  {
    when: 'an application that has failed is read',
    async prepare(harness) {
      await fails(harness);
      await harness.call('anypoint_set_application_status', { application, action: 'start' });
    },
    call: ['anypoint_get_application', { application }],
  },
  {
    when: 'an application is not started in time',
    slow: true,
    call: ['anypoint_set_application_status', { application, action: 'restart', timeoutSeconds: 1 }],
  },
  {
    when: 'an application is stopped and its start is refused',
    intercept: startAnswers(403),
    call: ['anypoint_set_application_status', { application, action: 'restart' }],
  },
  {
    when: 'an application is stopped and its start is not answered',
    intercept: startAnswers(503),
    call: ['anypoint_set_application_status', { application, action: 'restart', timeoutSeconds: 20 }],
  },
  {
    when: 'the cluster of an application is down',
    prepare: disconnectCatalog,
    call: ['anypoint_get_application', { application: catalogBatch }],
  },
  {
    when: 'the server of an application is down',
    scenario: {
      applications: [{ name: 'on-down', on: 'server', target: 'mule-down-1', properties: {} }],
      servers: [{ name: 'mule-down-1', ip: '10.20.8.2', status: 'DISCONNECTED' }],
    },
    call: ['anypoint_get_application', { application: 'on-down' }],
  },
];
