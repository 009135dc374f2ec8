import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { callersPassword, oneOf, reading, type Step } from './step.ts';
import type { ApplicationThing, Things } from './things.ts';

/** One of each service, and what writes there. */
const writes: Record<string, string> = {
  'data-cloud-integration': 'PUT /cloudhub/**',
  'orders-app': 'PATCH /amc/**',
  'catalog-batch': 'PATCH /hybrid/**',
};
const applications = Object.keys(writes);
const plain = ['color', 'http.port', 'anypoint.platform.gatekeeper'];
const secrets = ['db.password', 'partner.key', 'anypoint.platform.client_secret'];
const versions = ['1.0.0', '1.1.0', '2.0.0'];

/** On servers nothing can be protected, and there are no replicas. */
const isOnServers = (application: string): boolean => application === 'catalog-batch';

interface Wish {
  properties?: Record<string, string>;
  secureProperties?: Record<string, string>;
  removeProperties?: string[];
  replicas?: number;
  version?: string;
}

/** One that nobody has protected, and whose name tells that it should be, is shown nowhere either. */
const given: fc.Arbitrary<Record<string, string>> = fc.oneof(
  fc.dictionary(oneOf(plain), fc.constantFrom('1', 'two'), { minKeys: 1, maxKeys: 2 }),
  fc.constant({ 'db.password': `${callersPassword}-3` }),
);
const open: fc.Arbitrary<Wish> = fc.record(
  {
    properties: given,
    removeProperties: fc.uniqueArray(oneOf([...plain, ...secrets]), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const ofCloudHub: fc.Arbitrary<Wish> = fc.record(
  {
    secureProperties: fc.dictionary(oneOf(secrets), fc.constantFrom(callersPassword, `${callersPassword}-2`), {
      minKeys: 1,
      maxKeys: 2,
    }),
    replicas: fc.integer({ min: 1, max: 3 }),
    version: oneOf(versions),
  },
  { requiredKeys: [] },
);
const onServers: fc.Arbitrary<Wish> = fc.oneof(open, open, fc.record({ version: oneOf(versions) }));
const wishes = oneOf(applications).chain((application) =>
  fc.record({
    application: fc.constant(application),
    wish: isOnServers(application)
      ? onServers
      : fc.tuple(open, ofCloudHub).map(([one, other]) => ({ ...one, ...other })),
  }),
);

function changed(
  application: string,
  one: ApplicationThing,
  set: Readonly<Record<string, string>>,
  setSecure: Readonly<Record<string, string>>,
  removed: readonly string[],
): Pick<ApplicationThing, 'properties' | 'secure'> {
  const given = [...Object.keys(set), ...Object.keys(setSecure)];
  // What is protected stays so, by whichever argument it changes.
  const secure = [...new Set([...one.secure, ...Object.keys(setSecure)])].filter((name) => !removed.includes(name));
  const all = Object.entries({ ...one.properties, ...set, ...setSecure }).filter(
    ([name]) => given.includes(name) || !removed.includes(name),
  );
  return {
    properties: Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))),
    secure: isOnServers(application) ? [] : secure.sort(),
  };
}

const updateApplication = fc.tuple(wishes, fc.boolean()).map(
  ([
    {
      application,
      wish: { version, ...wish },
    },
    wait,
  ]): Step =>
    () => {
      const artifact = isOnServers(application) ? 'orders-app' : application;
      const { properties: set = {}, secureProperties: setSecure = {}, removeProperties: removed = [], replicas } = wish;
      return {
        tool: 'anypoint_update_application',
        writes: [writes[application] ?? ''],
        // The platform never tells a protected value, so nobody can know that it is the same.
        again: 'maybe',
        args: {
          application,
          ...wish,
          ...(version === undefined ? {} : { exchangeAsset: `${artifact}:${version}` }),
          wait,
        },
        change: ({ applications: all }) => {
          const one = all[application];
          if (one === undefined) return;
          const after = {
            ...one,
            ...changed(application, one, set, setSecure, removed),
            artifact: version === undefined ? one.artifact : `${artifact} ${version}`,
            replicas: replicas ?? one.replicas,
          };
          // On servers every change starts it, and what an artifact is called does not tell that it is the same.
          const wakes = isOnServers(application) && (version !== undefined || !isDeepStrictEqual(one, after));
          all[application] = { ...after, isUp: wakes || one.isUp };
        },
      };
    },
);

const setStatus = fc.tuple(oneOf(applications), oneOf(['start', 'stop', 'turn', 'turn', 'restart']), fc.boolean()).map(
  ([application, wanted, wait]): Step =>
    (now) => {
      const isUp = now.applications[application]?.isUp === true;
      const action = wanted !== 'turn' ? wanted : isUp ? 'stop' : 'start';
      const turned = (up: boolean) => (things: Things) => {
        const one = things.applications[application];
        if (one !== undefined) one.isUp = up;
      };
      const isInTwo = application === 'orders-app' && action === 'restart' && isUp;
      return {
        tool: 'anypoint_set_application_status',
        writes: [(writes[application] ?? '').replace('PUT', 'POST')],
        again: action === 'restart' ? 'done' : 'no change',
        args: { application, action, wait },
        // Stopped, and then started: what is left to do is told.
        ...(isInTwo ? { partly: [{ told: /start it with|If it stays stopped/, change: turned(false) }] } : {}),
        change: turned(action !== 'stop'),
      };
    },
);

/** Any call about applications. */
export const applicationSteps = fc.oneof(
  updateApplication,
  updateApplication,
  setStatus,
  reading(
    { tool: 'anypoint_list_applications', args: {} },
    ...applications.map((application) => ({ tool: 'anypoint_get_application', args: { application } })),
  ),
);
