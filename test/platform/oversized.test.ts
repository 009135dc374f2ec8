import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/harness.ts';

const mebibyte = 1024 * 1024;
const json = { 'content-type': 'application/json' };

/** Text without an end, made only as fast as it is read. */
const endless = (): Response => {
  const chunk = new Uint8Array(mebibyte).fill(32);
  return new Response(new ReadableStream({ pull: (stream) => stream.enqueue(chunk) }), { headers: json });
};
/** Small on the wire, too large when it is unpacked. */
const packed = (): Response =>
  new Response(gzipSync(Buffer.alloc(17 * mebibyte, 32), { level: 1 }), {
    headers: { ...json, 'content-encoding': 'gzip' },
  });

describe.each([
  ['that does not end', endless],
  ['that unpacks to too much', packed],
])('an answer %s', async (_, answer) => {
  const path = '/hybrid/api/v1/servers';
  const harness = await startHarness({
    emulator: { intercept: ({ url }) => (new URL(url).pathname.startsWith(path) ? answer() : undefined) },
  });
  const asked = () => harness.seen.filter((request) => request.path.startsWith(path));

  it('ends a read with what to ask for instead, and is not fetched again', async () => {
    const text = await harness.fails('anypoint_get_server', { server: 'orders-1' });
    expect(text.split('\n')).toEqual([
      `The answer to GET ${path} is larger than 16 MiB and was not read.`,
      'Next: Ask for less: by name, or with a smaller limit. If every call fails like this, the address may be wrong: `anypoint-mcp doctor` tests the connection.',
      `(the platform failed; GET ${path})`,
    ]);
    expect(asked()).toHaveLength(1);
  });
});

describe('a too large answer to a write', async () => {
  const harness = await startHarness({
    emulator: { intercept: ({ method }) => (method === 'DELETE' ? endless() : undefined) },
  });

  it('tells that the change may have happened, and sends it once', async () => {
    const text = await harness.fails('anypoint_delete_api', { api: 'inventory-api' });
    expect(text).toMatch(/^The answer to DELETE \S+ is larger than 16 MiB and was not read\.\n/);
    expect(text).toContain(
      'Next: The change may or may not have happened: read the current state before trying again.',
    );
    expect(text).toMatch(/the platform failed; DELETE \S+; may have happened; change \w+\)$/);
    expect(harness.seen.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });
});
