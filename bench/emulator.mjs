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

/** One organization with as many gateways as said. */
function scenarioWith(gateways) {
  return {
    organizations: [{ name: 'Bench', entitlements: { managedGatewaySmall: { assigned: gateways + 1 } } }],
    privateSpaces: [{ name: 'space' }],
    gateways: Array.from({ length: gateways }, (_, index) => ({ name: `gateway-${index}` })),
  };
}

/** Prints one line for each number. */
export async function measureEmulator() {
  const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-bench-'));
  const small = await startPlatform(folder, 20);
  const large = await startPlatform(folder, 10_000);
  try {
    const list = `${small.gateways}?pageSize=20`;
    const rate = { list: [], small: [], large: [] };
    for (let round = 0; round <= rounds; round++) {
      const seen = {
        list: await perSecond(small, list),
        small: await perSecond(small, `${small.gateways}/${small.gatewayId}`),
        large: await perSecond(large, `${large.gateways}/${large.gatewayId}`),
      };
      // In the first round it is the compiler that is measured.
      if (round > 0) for (const name of Object.keys(rate)) rate[name].push(seen[name]);
    }
    const [listed, one, ofMany] = [rate.list, rate.small, rate.large].map(median);
    console.log(
      `\nEmbedded platform: ${requests} requests a round, ${callers} keep-alive connections, median of ${rounds}`,
    );
    print('lists of 20 gateways, a second of one core', listed.toFixed(0), '2000');
    print('reads of 1 gateway of 20, the same', one.toFixed(0), '');
    print('reads of 1 gateway of 10,000, the same', ofMany.toFixed(0), '');
    print('  how much slower that is, ratio', (one / ofMany).toFixed(2), '1.0');
  } finally {
    small.stop();
    large.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(name, value, aim) {
  console.log(`${name.padEnd(50)}${value.padStart(9)}${aim === '' ? '' : `${''.padStart(18)}${aim.padStart(9)}`}`);
}

async function startPlatform(folder, gateways) {
  const file = join(folder, `${gateways}.json`);
  writeFileSync(file, JSON.stringify(scenarioWith(gateways)));
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
  platform.headers = { authorization: `Bearer ${token}` };
  platform.gateways = `/gatewaymanager/api/v1/organizations/${access.organizationId}/environments/${access.environmentId}/gateways`;
  const { content, totalElements } = await ask(platform, 'GET', platform.gateways);
  if (totalElements !== gateways) throw new Error(`the scenario has ${totalElements} gateways instead of ${gateways}`);
  platform.gatewayId = content.at(-1).id;
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
  let left = requests;
  const startedAt = secondsOf(platform.pid);
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (left-- > 0) await send(platform, 'GET', path);
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
