/**
 * Measures the embedded platform by itself, in a process of its own, with bare keep-alive connections:
 * `node bench/emulator.mjs` after `npm run build`, and at the end of `npm run bench`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const requests = Number(process.env.BENCH_EMULATOR_REQUESTS ?? 2000);
const rounds = 3;
const callers = 8;

/** One organization with as many gateways, servers, APIs and applications as said. */
function scenarioWith(count) {
  const many = (make) => Array.from({ length: count }, (_, index) => make(index));
  return {
    organizations: [{ name: 'Bench', entitlements: { managedGatewaySmall: { assigned: count + 1 } } }],
    privateSpaces: [{ name: 'space' }],
    gateways: many((index) => ({ name: `gateway-${index}` })),
    servers: many((index) => ({ name: `server-${index}` })),
    clusters: [{ name: 'cluster', multicast: true, servers: ['server-0', 'server-1'] }],
    assets: many((index) => ({ assetId: `api-${index}`, name: `API ${index}`, type: 'rest-api' })),
    apis: many((index) => ({ asset: `api-${index}` })),
    applications: [
      ...many((index) => ({ name: `batch-${index}`, on: 'server', target: `server-${(index % (count - 2)) + 2}` })),
      ...many((index) => ({ name: `application-${index}`, on: 'CloudHub2' })),
    ],
  };
}

/**
 * Lists of which both platforms show a page of 20 or fewer rows: plain, with a filter, and with a sort. A filter with
 * `#` is another one in each request, so that nothing is found twice. ARM documents no paging and no sort of servers;
 * its filter by cluster finds two.
 */
const lists = [
  ['gateways', ({ gateways }) => `${gateways}?pageSize=20`],
  ['gateways, by name', ({ gateways }) => `${gateways}?pageSize=20&name=way-1`],
  ['gateways, by another name each time', ({ gateways }) => `${gateways}?pageSize=20&name=way-#`],
  ['gateways, sorted by status', ({ gateways }) => `${gateways}?pageSize=20&sortBy=status&sortOrder=desc`],
  ['servers, those in clusters', () => '/hybrid/api/v1/servers?belongsTo=CLUSTER'],
  ['applications on servers', () => '/hybrid/api/v1/applications?limit=20'],
  ['applications on servers, by status', () => '/hybrid/api/v1/applications?limit=20&status=STARTED'],
  ['applications on CloudHub 2.0', ({ deployments }) => `${deployments}?limit=20`],
  [
    'applications on CloudHub 2.0, by target',
    ({ deployments, targetId }) => `${deployments}?limit=20&targetId=${targetId}`,
  ],
  ['APIs', ({ apis }) => `${apis}?limit=20`],
  ['APIs, by text', ({ apis }) => `${apis}?limit=20&query=api-1`],
  ['APIs, by another text each time', ({ apis }) => `${apis}?limit=20&query=api-#`],
  ['APIs, sorted by date', ({ apis }) => `${apis}?limit=20&sort=createdDate&ascending=false`],
];

/** Prints one line for each number. */
export async function measureEmulator() {
  const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-bench-'));
  const small = await startPlatform(folder, 20);
  const large = await startPlatform(folder, 10_000);
  try {
    console.log(
      `\nEmbedded platform: ${requests} requests a round, ${callers} keep-alive connections, median of ${rounds},\nrequests a second of one core`,
    );
    console.log(`${''.padEnd(50)}${'20'.padStart(9)}${'10,000'.padStart(9)}${'ratio'.padStart(9)}${'aim'.padStart(9)}`);
    await compare(small, large, ['read of 1 gateway', ({ gateways, gatewayId }) => `${gateways}/${gatewayId}`], '1.0');
    // A page of few of very many takes at most twice as long as one of few.
    for (const list of lists) await compare(small, large, list, '0.5');
  } finally {
    small.stop();
    large.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(small, large, [name, pathOf], aim) {
  const rates = { small: [], large: [] };
  for (let round = 0; round <= rounds; round++) {
    const seen = { small: await perSecond(small, pathOf(small)), large: await perSecond(large, pathOf(large)) };
    // In the first round it is the compiler that is measured.
    if (round > 0) for (const size of Object.keys(rates)) rates[size].push(seen[size]);
  }
  const [few, many] = [median(rates.small), median(rates.large)];
  print(name, few.toFixed(0), many.toFixed(0), (many / few).toFixed(2), aim);
}

function print(name, ...values) {
  console.log(`${name.padEnd(50)}${values.map((value) => value.padStart(9)).join('')}`);
}

async function startPlatform(folder, count) {
  const file = join(folder, `${count}.json`);
  writeFileSync(file, JSON.stringify(scenarioWith(count)));
  const child = spawn(process.execPath, ['dist/index.js', 'emulator', '--json', '--scenario', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const access = JSON.parse(line);
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const platform = { url: new URL(access.baseUrl), agent, headers: {}, pid: child.pid, stop: () => child.kill() };
  const { access_token: token } = await ask(platform, 'POST', '/accounts/api/v2/oauth2/token', {
    client_id: access.clientId,
    client_secret: access.clientSecret,
    grant_type: 'client_credentials',
  });
  platform.headers = {
    authorization: `Bearer ${token}`,
    'x-anypnt-org-id': access.organizationId,
    'x-anypnt-env-id': access.environmentId,
  };
  const place = `organizations/${access.organizationId}/environments/${access.environmentId}`;
  platform.apis = `/apimanager/api/v1/${place}/apis`;
  platform.gateways = `/gatewaymanager/api/v1/${place}/gateways`;
  platform.deployments = `/amc/application-manager/api/v2/${place}/deployments`;
  const { content, totalElements } = await ask(platform, 'GET', platform.gateways);
  if (totalElements !== count) throw new Error(`the scenario has ${totalElements} gateways instead of ${count}`);
  platform.gatewayId = content.at(-1).id;
  platform.targetId = content.at(-1).targetId;
  return platform;
}

async function ask(platform, method, path, body) {
  return JSON.parse(await send(platform, method, path, body));
}

function send({ url, agent, headers }, method, path, body) {
  return new Promise((resolve, reject) => {
    const options = { host: url.hostname, port: url.port, method, path, agent, headers };
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () =>
        response.statusCode < 300 ? resolve(text) : reject(new Error(`${path} answered ${response.statusCode}`)),
      );
    });
    sent.once('error', reject);
    if (body !== undefined) sent.setHeader('content-type', 'application/json');
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/**
 * Requests a second of one core: of the time that the platform's process was running, where the system tells, because
 * the client and everybody else want the same cores.
 */
async function perSecond(platform, path) {
  // The platform has closed connections that nobody used for some seconds.
  platform.agent.destroy();
  platform.agent = new Agent({ keepAlive: true, maxSockets: callers });
  let left = requests;
  const startedAt = secondsOf(platform.pid);
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (left-- > 0) await send(platform, 'GET', path.replace('#', String(left % 1000)));
    }),
  );
  return requests / (secondsOf(platform.pid) - startedAt);
}

/** Processor time of a process on Linux, in ticks of 10 ms; elsewhere the time of day. */
function secondsOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return performance.now() / 1000;
  }
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await measureEmulator();
