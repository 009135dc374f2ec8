import type { Dependent, DependentSource } from '../../core/dependents.ts';
import { call } from '../../core/operations.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advise } from '../../platform/advice.ts';
import { word } from '../../platform/text.ts';
import type { ApiInstance } from './client.ts';
import { apiFacts, apiName } from './instances.ts';

/** More than any environment has; the list is read whole, because it cannot be asked by gateway. */
const maxApis = 5_000;

/** API instances that are deployed to gateways. */
export const apisOnGateways: DependentSource<EnvironmentContext> = {
  on: ['gateway'],
  part: 'APIs deployed to it',
  async read({ platform, place, signal }) {
    const { items } = await platform.apiManager.instances(place, {}, maxApis, signal);
    return ({ id }) =>
      items.filter(({ deployment }) => deployment?.targetId === id).map((instance) => dependentOf(instance, id));
  },
};

function dependentOf(instance: ApiInstance, gatewayId: string): Dependent {
  const api = apiFacts(instance);
  const status = instance.deployment?.status;
  const title = apiName(api);
  return {
    kind: 'API',
    id: api.id,
    name: api.name,
    title,
    on: gatewayId,
    status,
    findings: /fail|error/i.test(status ?? '')
      ? [
          {
            severity: 'cause',
            what: `API ${title} could not be deployed to it.`,
            evidence: `status of the deployment: ${word(status ?? '')}`,
            fix: advise(call('api.diagnose', { api: api.id }), 'says what is wrong with it.'),
          },
        ]
      : [],
  };
}

/** API instances that an application implements: its properties name them. */
export const apisOfApplications: DependentSource<EnvironmentContext> = {
  on: ['application'],
  part: 'APIs that it is paired with',
  async read({ platform, place, signal }) {
    const { items } = await platform.apiManager.instances(place, {}, maxApis, signal);
    return ({ id, apiIds = [] }) =>
      items
        .map((instance) => ({ ...dependentOf(instance, id), findings: [] }))
        .filter((api) => apiIds.includes(api.id));
  },
};
