/**
 * Measures the built server beside a floor in one run: `npm run bench`. Rows are to be compared with each other, not
 * with other days: the machines are shared and noisy, so every number is a median over interleaved rounds.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { Agent } from 'undici';
import { measureEmulator } from './emulator.mjs';
import { JsonRpcProcess } from './json-rpc-process.mjs';

const ours = ['dist/index.js'];
const startRounds = Number(process.env.BENCH_START_ROUNDS ?? 15);
const callRounds = Number(process.env.BENCH_CALL_ROUNDS ?? 400);
const loadCalls = Number(process.env.BENCH_LOAD_CALLS ?? 3000);
const callers = 16;

const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-bench-'));
try {
  const floor = [await buildFloor('server', folder)];
  const sameRequest = [await buildFloor('same-request', folder)];
  const start = await measureStart(floor);
  const call = await measureCalls(sameRequest);
  const tokens = await measureTokens();
  printTable(start, call, tokens);
  await measureEmulator();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function buildFloor(name, into) {
  const outfile = join(into, `${name}.mjs`);
  await build({
    entryPoints: [`bench/floor/${name}.mjs`],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
    logLevel: 'warning',
  });
  return outfile;
}

async function measureStart(floor) {
  const rows = { node: [], floor: [], ours: [] };
  const memory = { floor: [], ours: [] };
  for (let round = 0; round <= startRounds; round++) {
    const bare = await timeBareNode();
    const seen = { floor: await timeStart(floor), ours: await timeStart(ours) };
    // The first round only warms the disk cache.
    if (round === 0) continue;
    rows.node.push(bare);
    for (const name of ['floor', 'ours']) {
      rows[name].push(seen[name].ms);
      memory[name].push(seen[name].mebibytes);
    }
  }
  return { ms: mapValues(rows, median), mebibytes: mapValues(memory, median) };
}

async function timeBareNode() {
  const startedAt = performance.now();
  await new Promise((resolve) => spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }).once('exit', resolve));
  return performance.now() - startedAt;
}

async function timeStart(args) {
  const server = new JsonRpcProcess(args, { ANYPOINT_LOG_LEVEL: 'silent' });
  const ms = await server.initialize();
  const mebibytes = server.residentMebibytes();
  await server.end();
  return { ms, mebibytes };
}

/** The same listing through our tool, through the smallest server that makes the same request, and by bare undici. */
async function measureCalls(sameRequest) {
  const emulator = spawn(process.execPath, [...ours, 'emulator', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await new Promise((resolve) =>
    createInterface({ input: emulator.stdout }).once('line', (text) => resolve([text])),
  );
  const access = JSON.parse(line);
  const server = new JsonRpcProcess(ours, {
    ANYPOINT_BASE_URL: access.baseUrl,
    ANYPOINT_CLIENT_ID: access.clientId,
    ANYPOINT_CLIENT_SECRET: access.clientSecret,
    ANYPOINT_ENVIRONMENT: access.environmentName,
    ANYPOINT_LOG_LEVEL: 'silent',
  });
  const bare = await bareClient(access);
  const least = new JsonRpcProcess(sameRequest, {
    BENCH_ORIGIN: access.baseUrl,
    BENCH_HEADERS: JSON.stringify(bare.headers),
  });
  try {
    await server.initialize();
    await least.initialize();
    const callTool = () => server.callTool('anypoint_list_servers', {});
    const calls = { ours: callTool, floor: () => least.callTool('list_servers', {}), raw: bare.get };
    // Until the code is compiled, it is the compiler that is measured.
    for (let round = 0; round < 500; round++) await Promise.all(Object.values(calls).map((call) => call()));
    return { ...(await alternate(calls)), ...(await throughput(calls)) };
  } finally {
    await server.end();
    await least.end();
    await bare.close();
    emulator.kill();
  }
}

async function bareClient({ baseUrl, clientId, clientSecret, organizationId, environmentId }) {
  const agent = new Agent();
  const signIn = await agent.request({
    origin: baseUrl,
    path: '/accounts/api/v2/oauth2/token',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' }),
  });
  const { access_token: token } = await signIn.body.json();
  const headers = {
    authorization: `Bearer ${token}`,
    'x-anypnt-org-id': organizationId,
    'x-anypnt-env-id': environmentId,
  };
  return {
    headers,
    async get() {
      const answer = await agent.request({ origin: baseUrl, path: '/hybrid/api/v1/servers', method: 'GET', headers });
      return answer.body.json();
    },
    close: () => agent.close(),
  };
}

async function alternate(calls) {
  const ms = { ours: [], floor: [], raw: [] };
  for (let round = 0; round < callRounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const startedAt = performance.now();
      await call();
      ms[name].push(performance.now() - startedAt);
    }
  }
  const over = (name) => spread(ms[name].map((value, round) => value - ms.raw[round]));
  return { ms: mapValues(ms, spread), overMs: { ours: over('ours'), floor: over('floor') } };
}

async function throughput(calls) {
  const rounds = { ours: [], floor: [], raw: [] };
  for (let round = 0; round < 5; round++) {
    for (const [name, call] of Object.entries(calls)) rounds[name].push(await callsPerSecond(call));
  }
  return { perSecond: mapValues(rounds, median) };
}

async function callsPerSecond(call) {
  let left = loadCalls;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (left-- > 0) await call();
    }),
  );
  return loadCalls / ((performance.now() - startedAt) / 1000);
}

async function measureTokens() {
  const server = new JsonRpcProcess(ours, { ANYPOINT_LOG_LEVEL: 'silent' });
  await server.initialize();
  const { tools } = await server.request('tools/list');
  await server.end();
  const tokensOf = (value) => encode(JSON.stringify(value)).length;
  const read = tools.map(({ name, title, description, inputSchema }) =>
    tokensOf({ name, title, description, inputSchema }),
  );
  const full = tools.map(tokensOf);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  return { tools: tools.length, read: sum(read), full: sum(full) };
}

function printTable(start, call, tokens) {
  const rows = [
    ['', 'ours', 'beside', 'ratio', 'aim'],
    [
      'spawn to initialize, ms (floor)',
      ms(start.ms.ours),
      ms(start.ms.floor),
      ratio(start.ms.ours, start.ms.floor),
      '1.2',
    ],
    [
      'spawn to initialize, ms (bare node)',
      ms(start.ms.ours),
      ms(start.ms.node),
      ratio(start.ms.ours, start.ms.node),
      '',
    ],
    [
      'resident after it, MiB (floor)',
      ms(start.mebibytes.ours),
      ms(start.mebibytes.floor),
      ratio(start.mebibytes.ours, start.mebibytes.floor),
      '1.15',
    ],
    ['read tool, median ms (bare undici)', ms(call.ms.ours.median), ms(call.ms.raw.median), '', ''],
    [
      '  over bare undici, median (same-request floor)',
      ms(call.overMs.ours.median),
      ms(call.overMs.floor.median),
      '',
      '0.5',
    ],
    ['  over bare undici, p95 (same-request floor)', ms(call.overMs.ours.p95), ms(call.overMs.floor.p95), '', '2'],
    [
      `calls a second, ${callers} callers (bare undici)`,
      call.perSecond.ours.toFixed(0),
      call.perSecond.raw.toFixed(0),
      ratio(call.perSecond.ours, call.perSecond.raw),
      '0.8',
    ],
    [
      '  the same (same-request floor)',
      call.perSecond.ours.toFixed(0),
      call.perSecond.floor.toFixed(0),
      ratio(call.perSecond.ours, call.perSecond.floor),
      '',
    ],
    [
      `tokens a tool, what a model reads (${tokens.tools} tools)`,
      (tokens.read / tokens.tools).toFixed(0),
      '',
      '',
      '150',
    ],
    ['tokens a tool, whole entry', (tokens.full / tokens.tools).toFixed(0), '', '', '230'],
  ];
  console.log(`Node.js ${process.versions.node}; medians of ${startRounds} starts and ${callRounds} calls\n`);
  for (const row of rows)
    console.log(row.map((cell, index) => (index === 0 ? cell.padEnd(50) : cell.padStart(9))).join(''));
}

function spread(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return { median: median(numbers), p95: sorted[Math.floor(sorted.length * 0.95)] };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function ms(number) {
  return number.toFixed(2);
}

function ratio(a, b) {
  return (a / b).toFixed(2);
}
