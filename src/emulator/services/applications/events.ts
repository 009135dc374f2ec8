import { runtimeState } from '../../core/data-plane/processes.ts';
import { placeIn } from '../../core/identity/scenario-places.ts';
import { defineEvent } from '../../core/scenario/events.ts';
import { place, reference } from '../../core/scenario/fields.ts';
import { steady } from '../../core/transitions.ts';
import { amcDeployments } from './amc/deployment.ts';
import { cloudHubApplications } from './cloudhub/application.ts';
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
