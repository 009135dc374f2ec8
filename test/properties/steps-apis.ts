import fc from 'fast-check';
import { oneOf, reading, type Step } from './step.ts';
import { type ApiThing, policedApis, sortedApis, type Things } from './things.ts';

const assets = ['inventory-api', 'billing', 'returns'];
const labels = ['blue', 'green', undefined];
const gateway = 'orders-gateway';

/** The newest version of an asset: the first of them, 1.0.0, when there is none. */
function newest({ assets: all }: Things, asset: string): number {
  const majors = all
    .filter((one) => one.startsWith(`${asset} `))
    .map((one) => Number.parseInt(one.split(' ')[1] ?? '', 10));
  return Math.max(0, ...majors);
}

/** The version an instance would be made of, and whether it must be published first. */
function versionFor(things: Things, asset: string): { version: string; isNew: boolean } {
  const last = newest(things, asset);
  const isUsed = things.apis.some((api) => api.asset === asset && api.version === `${last}.0.0`);
  const isNew = last === 0 || isUsed;
  return { version: `${isNew ? last + 1 : last}.0.0`, isNew };
}

const createApi = fc.tuple(oneOf(assets), fc.constantFrom(...labels), fc.boolean()).map(
  ([asset, label, onGateway]): Step =>
    (now) => {
      // One that an earlier call has made is found, whatever became of its deployment.
      const { version, isNew } = versionFor(now, asset);
      const own = now.apis.find(
        (api) => api.asset === asset && api.label === (label ?? null) && api.isFlex === onGateway,
      );
      const publish = (things: Things): void => {
        if (own === undefined && isNew) things.assets = [...things.assets, `${asset} ${version}`].sort();
      };
      const create = (things: Things): void => {
        publish(things);
        if (own !== undefined) return;
        const made: ApiThing = { asset, version, label: label ?? null, isFlex: onGateway, gateway: null, id: 'new' };
        things.apis = sortedApis([...things.apis, made]);
      };
      return {
        tool: 'anypoint_create_api',
        writes: ['POST /exchange/**', 'POST /apimanager/**', ...(onGateway ? ['POST /**/deployments'] : [])],
        again: 'no change',
        args: {
          name: asset,
          ...(label === undefined ? {} : { label }),
          ...(onGateway ? { upstream: 'https://up.example', gateway, basePath: `/${asset}-${label}` } : {}),
        },
        partly: [
          { told: /is published in Exchange\./, change: publish },
          { told: /API instance .+ is (created|there)\./, change: create },
        ],
        change: (things) => {
          create(things);
          if (!onGateway) return;
          things.apis = things.apis.map((api) => (api.id === (own?.id ?? 'new') ? { ...api, gateway } : api));
        },
      };
    },
);

const deleteApi = fc.nat(20).map(
  (index): Step =>
    ({ apis }) => {
      const chosen = apis[index % Math.max(1, apis.length)];
      const id = chosen?.id ?? '1';
      return {
        tool: 'anypoint_delete_api',
        writes: ['DELETE /apimanager/**'],
        again: 'no change',
        args: { api: id },
        change: (things) => {
          things.apis = things.apis.filter((api) => api.id !== id);
          for (const [name, apiId] of Object.entries(policedApis)) {
            if (String(apiId) === id) delete things.policies[name];
          }
        },
      };
    },
);

/** Any call about API instances. */
export const apiSteps = fc.oneof(
  createApi,
  createApi,
  createApi,
  deleteApi,
  reading({ tool: 'anypoint_list_apis', args: {} }, { tool: 'anypoint_get_api', args: { api: 'orders-api' } }),
);
