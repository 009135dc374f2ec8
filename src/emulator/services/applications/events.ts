import * as z from 'zod';
import { processIn, runtimeState } from '../../core/data-plane/processes.ts';
import { placeIn } from '../../core/identity/scenario-places.ts';
import { defineEvent } from '../../core/scenario/events.ts';
import { name, place, reference } from '../../core/scenario/fields.ts';
import { durations, staged, steady } from '../../core/transitions.ts';
import { amcDeployments } from './amc/deployment.ts';
import { crashReplica, keepFormerReplicas, replicaStateAt, replicasAt } from './amc/replicas.ts';
import { cloudHubApplications } from './cloudhub/application.ts';
import { containerLine } from './logs.ts';
import type { Replica } from './model.ts';
import { hybridApplications } from './servers/application.ts';

/** An application of any kind stops by itself. */
export const stopApplication = defineEvent({
  do: 'stop-application',
  fields: { ...place, application: reference.describe('Name or id of an application') },
  plan: (event, at) => {
    const { environmentId } = placeIn(at, event);
    // The three kinds of applications share their names.
    return { id: at.at('application').find([cloudHubApplications], environmentId, event.application) };
  },
  apply: ({ id = '', at }, { platform: { store } }) => {
    const cloudHub = store.of(cloudHubApplications).get(id);
    if (cloudHub !== undefined) {
      cloudHub.runtime = steady(runtimeState('UNDEPLOYED'));
      cloudHub.lastUpdateTime = at;
    }
    const cloudHub2 = store.of(amcDeployments).get(id);
    if (cloudHub2 !== undefined) {
      cloudHub2.runtime = steady(runtimeState('APPLIED'));
      cloudHub2.desiredState = 'STOPPED';
      cloudHub2.replicas = [];
      cloudHub2.lastModifiedDate = at;
    }
    const deployed = store.of(hybridApplications).get(Number(id))?.deployed;
    if (deployed !== undefined) {
      deployed.runtime = steady(runtimeState('STOPPED'));
      deployed.desiredStatus = steady('STOPPED');
      deployed.timeUpdated = at;
    }
  },
});

/** The process of a replica exits by itself [docs/platform/cloudhub-2.md#replica-states]. */
export const crashReplicaEvent = defineEvent({
  do: 'crash-replica',
  fields: {
    ...place,
    application: reference.describe('Name or id of an application on CloudHub2'),
    reason: name.default('OOMKilled').describe('What its replica shows'),
    again: z.boolean().default(false).describe('It exits again after every start, until the application is redeployed'),
  },
  plan: (event, at) => {
    const { environmentId } = placeIn(at, event);
    const { reason, again } = event;
    return {
      id: at.at('application').find([amcDeployments], environmentId, event.application),
      message: reason,
      again,
    };
  },
  apply: ({ id = '', message = '', again = false }, { platform: { store, clock } }) => {
    const deployment = store.of(amcDeployments).get(id);
    const now = clock.now();
    if (deployment === undefined) return;
    const isUp = (replica: Replica): boolean => replicaStateAt(replica, now).state === 'STARTED';
    keepFormerReplicas(deployment);
    const up = replicasAt(deployment, now).filter(isUp);
    const [crashed] = up;
    if (crashed === undefined) return;
    crashReplica(clock, crashed, { reason: message, again });
    deployment.logs.push({
      ...containerLine({ at: now, message: `The process ended: ${message}`, deploymentId: crashed.version }, true),
      replicaId: crashed.id,
    });
    // The others serve while it recovers.
    if (up.length > 1) return;
    deployment.runtime = again
      ? steady(runtimeState('APPLIED'))
      : staged(clock, runtimeState('APPLIED'), [
          durations.amcStarts,
          runtimeState('APPLIED', processIn(clock, durations.amcStarts, deployment.properties)),
        ]);
  },
});
