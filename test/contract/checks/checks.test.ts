import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Correction } from '../corrections/index.ts';
import { Documents } from '../documents/documents.ts';
import { answerProblems, unlikeExample } from './answer.ts';
import { Ledger } from './contract-check.ts';
import { lineOf } from './problems.ts';
import { requestProblems } from './request.ts';
import { type Call, exchangeOf, farms } from './sample.ts';

const documents = new Documents({ farms });

async function problems(call: Call): Promise<string[]> {
  const exchange = exchangeOf(call);
  const found = documents.find(exchange.method, exchange.path);
  if (found === undefined) return ['unknown'];
  const all = [...(await requestProblems(found, exchange)), ...answerProblems(found, exchange)];
  return all.map(({ place, at, rule }) => `${place} ${at} ${rule}`);
}

const field = { id: 7, name: 'north', size: 'large', owner: null };
const good: Record<string, Call> = {
  list: { path: '/farms/v1/fields', query: 'limit=5&tag=a&offset=0', answer: [field] },
  one: { path: '/farms/v1/fields/7', answer: field },
  create: {
    method: 'POST',
    path: '/farms/v1/fields',
    json: { name: 'north', crops: [{ kind: 'rye' }], extra: { anything: 1 } },
    status: 201,
    answer: field,
  },
  upload: {
    method: 'PUT',
    path: '/farms/v1/fields/7/map',
    form: { scale: '2', legend: '{"a":"b"}', map: new Blob(['x']) },
    status: 204,
  },
  page: { path: '/farms/v1/pages/a/b/c', answer: { title: 'any', count: 3, tags: ['x'] } },
  refused: { path: '/farms/v1/fields/7', status: 404, answer: { message: 'gone' } },
};

describe('the checker', () => {
  it.each(Object.entries(good))('finds nothing wrong with what is right: %s', async (_, call) => {
    expect(await problems(call)).toEqual([]);
  });

  it.each<[string, Call, string]>([
    ['an unknown path', { path: '/farms/v1/barns' }, 'unknown'],
    ['an unknown method', { ...good['one'], method: 'DELETE' }, 'unknown'],
    ['another prefix', { path: '/fields' }, 'unknown'],
    ['a path parameter of the wrong type', { ...good['one'], path: '/farms/v1/fields/north' }, 'path /fieldId type'],
    ['a missing query parameter', { ...good['list'], query: '' }, 'query /limit required'],
    ['a query parameter out of range', { ...good['list'], query: 'limit=500' }, 'query /limit maximum'],
    ['a query parameter that is no number', { ...good['list'], query: 'limit=all' }, 'query /limit type'],
    ['a query parameter outside its enum', { ...good['list'], query: 'limit=1&tag=z' }, 'query /tag/* enum'],
    ['an unknown query parameter', { ...good['list'], query: 'limit=1&colour=red' }, 'query /colour undocumented'],
    [
      'a member of an object in the query of the wrong type',
      { ...good['list'], query: 'limit=1&offset=x' },
      'query /page/offset type',
    ],
    ['a missing header', { ...good['one'], headers: { 'x-farm': '' } }, 'header /x-farm required'],
    ['no token', { ...good['one'], headers: { authorization: '' } }, 'header /authorization required'],
    [
      'another kind of token',
      { ...good['one'], headers: { authorization: 'Basic x' } },
      'header /authorization required',
    ],
    ['no body', { ...good['create'], json: undefined }, 'body  required'],
    ['a body where none belongs', { ...good['refused'], method: 'GET', json: {} }, 'body  undocumented'],
    ['another content type', { ...good['create'], headers: { 'content-type': 'text/plain' } }, 'body  content-type'],
    ['a missing member', { ...good['create'], json: {} }, 'body /name required'],
    ['a member of the wrong type', { ...good['create'], json: { name: 7 } }, 'body /name type'],
    ['a member outside its enum', { ...good['create'], json: { name: 'n', size: 'huge' } }, 'body /size enum'],
    ['an unknown member', { ...good['create'], json: { name: 'n', colour: 1 } }, 'body /colour undocumented'],
    [
      'an unknown member inside a list',
      { ...good['create'], json: { name: 'n', crops: [{ kind: 'rye', age: 1 }] } },
      'body /crops/*/age undocumented',
    ],
    ['a null that is not allowed', { ...good['create'], json: { name: null } }, 'body /name type'],
    ['an unknown part', { ...good['upload'], form: { map: new Blob(['x']), more: '1' } }, 'body /more undocumented'],
    ['a missing part', { ...good['upload'], form: { scale: '2' } }, 'body /map required'],
    ['a part of the wrong type', { ...good['upload'], form: { map: new Blob(['x']), scale: 'x' } }, 'body /scale type'],
    ['an undocumented status', { ...good['one'], status: 418 }, 'answer 418 status'],
    ['an answer without a body', { ...good['one'], answer: undefined }, 'answer 200 required'],
    ['an answer of another content type', { ...good['one'], answerType: 'text/html' }, 'answer 200 content-type'],
    ['an answer without a member', { ...good['one'], answer: { ...field, id: undefined } }, 'answer 200/id required'],
    [
      'an answer with a wrong member',
      { ...good['list'], answer: [field, { ...field, id: '7' }] },
      'answer 200/*/id type',
    ],
    ['a wrong refusal', { ...good['refused'], answer: { message: 1 } }, 'answer 404/message type'],
    ['an answer unlike the example', { ...good['page'], answer: { count: '3' } }, 'answer 200/count example'],
    ['a list unlike the example', { ...good['page'], answer: { tags: [1, 'x'] } }, 'answer 200/tags/* example'],
  ])('finds %s', async (_, call, expected) => {
    expect(await problems(call)).toContain(expected);
  });

  it('finds every value that is no text where a text belongs', async () => {
    const noText = fc.oneof(fc.double(), fc.boolean(), fc.constant(null), fc.array(fc.anything()), fc.object());
    await fc.assert(
      fc.asyncProperty(noText, async (name) => {
        expect(await problems({ ...good['create'], json: { name } })).toContain('body /name type');
        expect(await problems({ ...good['one'], answer: { ...field, name } })).toContain('answer 200/name type');
      }),
    );
  });

  it('finds every member that no schema knows', async () => {
    const known = ['name', 'size', 'crops', 'extra'];
    const names = fc.string({ minLength: 1 }).filter((name) => !known.includes(name) && /^[a-z]+$/i.test(name));
    await fc.assert(
      fc.asyncProperty(names, fc.jsonValue(), async (name, value) => {
        const json = Object.fromEntries([
          ['name', 'n'],
          [name, value],
        ]);
        expect(await problems({ ...good['create'], json })).toContain(`body /${name} undocumented`);
      }),
    );
  });

  it('does not take placeholders and nulls of an example for its types', () => {
    expect(unlikeExample({ id: 'string', owner: null, tags: [] }, { id: 7, owner: 'x', tags: [1] })).toEqual([]);
    expect(unlikeExample({ id: 'abc' }, { id: null, other: 1 })).toEqual([]);
    expect(unlikeExample({ id: 'abc' }, { id: 1 })).toHaveLength(1);
  });
});

describe('the ledger', () => {
  const rename: Correction = {
    operations: ['farms POST /fields'],
    place: 'body',
    at: '/colour',
    rule: 'undocumented',
    reason: 'test',
    source: 'test',
  };
  const asText: Correction = {
    operations: ['farms GET /fields/{fieldId}'],
    place: 'answer',
    at: '200/id',
    rule: 'type',
    instead: { type: 'object', properties: { id: { type: 'string' } } },
    reason: 'test',
    source: 'test',
  };
  const painted = exchangeOf({ ...good['create'], json: { name: 'n', colour: 1 } });
  const barns = exchangeOf({ path: '/farms/v1/barns/7' });
  const unpublished = [{ method: 'GET', path: '/farms/v1/barns/{barnId}', source: 'test' }];

  async function verdictOf(
    exchanges: readonly ReturnType<typeof exchangeOf>[],
    overlay: readonly Correction[],
    more = unpublished,
  ) {
    const ledger = new Ledger(documents, overlay, more);
    for (const exchange of exchanges) await ledger.check(exchange);
    return ledger.verdict();
  }

  it('reports a problem once, with the tools it came from', async () => {
    const { problems: found } = await verdictOf([painted, { ...painted, tool: 'other' }, painted], []);
    expect(found.map((problem) => [lineOf(problem), problem.tools])).toEqual([
      ['farms POST /fields: body /colour [undocumented] is not documented', ['tool', 'other']],
    ]);
  });

  it('reports an operation that is in no document and not listed', async () => {
    expect((await verdictOf([barns], [], [])).problems).toMatchObject([{ rule: 'unknown' }]);
    const listed = await verdictOf([barns], []);
    expect(listed).toMatchObject({ problems: [], stale: [], unpublished: ['GET /farms/v1/barns/{barnId}'] });
  });

  it('minds a correction, and calls one stale that nothing needed', async () => {
    expect(await verdictOf([painted, barns], [rename])).toMatchObject({ problems: [], stale: [] });
    const { stale, covered } = await verdictOf([exchangeOf(good['create'] ?? {})], [rename]);
    expect(stale).toEqual(['farms POST /fields: body /colour [undocumented]', 'GET /farms/v1/barns/{barnId}']);
    expect([...covered]).toEqual([['farms', ['farms POST /fields']]]);
  });

  it('holds an answer to what a correction says instead', async () => {
    const answerWith = (id: unknown) => exchangeOf({ ...good['one'], answer: { ...field, id } });
    expect((await verdictOf([answerWith('7')], [asText])).problems).toEqual([]);
    expect((await verdictOf([answerWith(true)], [asText])).problems).toMatchObject([{ at: '200/id/id', rule: 'type' }]);
  });

  it('uses a correction only at its place and for its rule', async () => {
    for (const change of [{ at: '/color' }, { rule: 'type' }, { place: 'query' as const }]) {
      expect((await verdictOf([painted], [{ ...rename, ...change }])).problems).toHaveLength(1);
    }
    expect((await verdictOf([painted], [{ ...rename, operations: ['farms *'], at: '/**' }])).problems).toEqual([]);
  });
});
