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
import { JsonRpcProcess } from './json-rpc-process.mjs';

const ours = ['dist/index.js'];
const startRounds = Number(process.env.BENCH_START_ROUNDS ?? 15);
const callRounds = Number(process.env.BENCH_CALL_ROUNDS ?? 400);
const loadCalls = Number(process.env.BENCH_LOAD_CALLS ?? 3000);
const callers = 16;

const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-bench-'));
try {
  const floor = [await buildFloor(folder)];
  const start = await measureStart(floor);
  const call = await measureCalls();
  const tokens = await measureTokens();
  printTable(start, call, tokens);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function buildFloor(into) {
  const outfile = join(into, 'floor.mjs');
  await build({
    entryPoints: ['bench/floor/server.mjs'],
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

/** The same listing through the tool and by bare undici, from the same emulator process. */
async function measureCalls() {
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
  try {
    await server.initialize();
    const callTool = () => server.callTool('anypoint_list_servers', {});
    for (let round = 0; round < 200; round++) await Promise.all([callTool(), bare.get()]);
    const one = await alternate(callTool, bare.get);
    const many = await throughput(callTool, bare.get);
    return { ...one, ...many };
  } finally {
    await server.end();
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
    async get() {
      const answer = await agent.request({ origin: baseUrl, path: '/hybrid/api/v1/servers', method: 'GET', headers });
      return answer.body.json();
    },
    close: () => agent.close(),
  };
}

async function alternate(callTool, get) {
  const tool = [];
  const raw = [];
  const over = [];
  for (let round = 0; round < callRounds; round++) {
    const first = performance.now();
    await get();
    const second = performance.now();
    await callTool();
    const third = performance.now();
    raw.push(second - first);
    tool.push(third - second);
    over.push(third - second - (second - first));
  }
  return { toolMs: spread(tool), rawMs: spread(raw), overMs: spread(over) };
}

async function throughput(callTool, get) {
  const rounds = { tool: [], raw: [] };
  for (let round = 0; round < 3; round++) {
    rounds.raw.push(await callsPerSecond(get));
    rounds.tool.push(await callsPerSecond(callTool));
  }
  return { toolPerSecond: median(rounds.tool), rawPerSecond: median(rounds.raw) };
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
    ['read tool, median ms (bare undici)', ms(call.toolMs.median), ms(call.rawMs.median), '', ''],
    ['  over bare undici, median ms', ms(call.overMs.median), '', '', '0.5'],
    ['  over bare undici, p95 ms', ms(call.overMs.p95), '', '', '2'],
    [
      `calls a second, ${callers} callers (bare undici)`,
      call.toolPerSecond.toFixed(0),
      call.rawPerSecond.toFixed(0),
      ratio(call.toolPerSecond, call.rawPerSecond),
      '0.8',
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
