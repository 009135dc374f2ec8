import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../src/platform/json.ts';
import { envelope, rawClient } from '../support/raw-client.ts';
import { takeViolations } from '../support/violations.ts';

// Whatever a client writes, every request is answered once, and the connection goes on.

const methods = [
  ...['ping', 'initialize', 'server/discover', 'tools/list', 'tools/call', 'resources/list', 'resources/read'],
  ...['resources/templates/list', 'resources/subscribe', 'resources/unsubscribe', 'prompts/list', 'prompts/get'],
  ...['completion/complete', 'logging/setLevel', 'skills/list', 'skills/get', 'tasks/get', 'no/such', ''],
];

/** Values of the kinds that members of a message have, right and wrong. */
const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(null, '', 7, 1.5, [], {}, 'x'));
const meta = fc.oneof(
  anything,
  fc.constantFrom('2026-07-28', '1999-01-01', '2025-11-25').map((revision) => envelope({}, revision)),
);
const params = fc.oneof(
  anything,
  fc.record(
    {
      name: fc.oneof(fc.constantFrom('anypoint_list_servers', 'review-environment'), anything),
      arguments: anything,
      uri: fc.oneof(fc.constantFrom('anypoint://gateways', 'skill://x'), anything),
      cursor: anything,
      ref: anything,
      argument: anything,
      protocolVersion: anything,
      _meta: meta,
    },
    { requiredKeys: [] },
  ),
);

const message = fc.record(
  {
    jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant('2.0') }, { weight: 1, arbitrary: anything }),
    // The place of the line stands in for a right id.
    id: fc.oneof({ weight: 9, arbitrary: fc.constant('own') }, { weight: 1, arbitrary: anything }),
    method: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...methods) }, { weight: 1, arbitrary: anything }),
    params,
    more: anything,
  },
  { requiredKeys: ['jsonrpc', 'id', 'method'] },
);

const line = fc.oneof(
  { weight: 6, arbitrary: message },
  { weight: 1, arbitrary: anything },
  { weight: 1, arbitrary: fc.array(message, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.record({ id: anything, result: anything, error: anything }, { requiredKeys: [] }) },
);

describe.each([true, false])('lines of any kind, in a session: %s', (inSession) => {
  it('are answered once where they are requests, and never end the connection', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.boolean(), async (lines, isCut) => {
        const client = rawClient();
        if (inSession) await client.initialize();
        const ids: string[] = [];
        for (const [index, value] of lines.entries()) {
          const own = isObject(value) && value['id'] === 'own' ? { ...value, id: `own-${index}` } : value;
          const text = JSON.stringify(own);
          if (isCut && index === lines.length - 1) client.line(text.slice(0, -1));
          else {
            client.line(text);
            if (isObject(own) && 'method' in own && own !== value) ids.push(`own-${index}`);
          }
        }
        const { result, error } = await client.request('ping', undefined, 'last');
        expect(result ?? error).toBeDefined();
        await client.connection.finish();
        // Here, so that a failure names the lines.
        expect(takeViolations()).toEqual([]);
        const answered = client.received.filter(({ method }) => method === undefined).map(({ id }) => id);
        // No dump of a schema's complaints, which is a list as JSON; errors of ours may have several lines.
        for (const { error: said } of client.received) expect(said?.message ?? '').not.toMatch(/^\s*[[{]\s*$/m);
        for (const id of ids) expect(answered.filter((one) => one === id)).toEqual([id]);
      }),
      { numRuns: 60 },
    );
  });
});
