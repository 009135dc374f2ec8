import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Correction } from '../corrections/correction.ts';
import { PublishedDocument } from '../documents/document.ts';
import { typesOf } from '../extraction/example-types.ts';
import { extract } from '../extraction/extract.ts';
import { unlikeExample } from './answer.ts';
import { ContractCheck, problemsOf } from './contract-check.ts';
import { lineOf } from './problems.ts';
import { sampleDocument } from './sample-document.ts';
import { exchangeOf, type SampleCall } from './sample-exchange.ts';

const documents = [new PublishedDocument('library', extract(sampleDocument))];
const contract = new ContractCheck(documents, [], []);

async function problems(call: SampleCall): Promise<string[]> {
  const exchange = exchangeOf(call);
  const match = contract.matchOf(exchange);
  if (match === undefined) return ['unknown'];
  const all = await problemsOf(match, exchange);
  return all.map(({ part, at, rule }) => `${part} ${at} ${rule}`);
}

const book = { id: 7, name: 'Emma', size: 'large', owner: null };
const good: Record<string, SampleCall> = {
  list: { path: '/library/v1/books', query: 'limit=5&tag=a&offset=0', answer: [book] },
  one: { path: '/library/v1/books/7', answer: book },
  create: {
    method: 'POST',
    path: '/library/v1/books',
    json: { name: 'Emma', chapters: [{ kind: 'prose' }], extra: { anything: 1 } },
    status: 201,
    answer: book,
  },
  upload: {
    method: 'PUT',
    path: '/library/v1/books/7/cover',
    form: { scale: '2', legend: '{"a":"b"}', cover: new Blob(['x']) },
    status: 204,
  },
  page: { path: '/library/v1/pages/a/b/c', answer: { title: 'any', count: 3, tags: ['x'] } },
  refused: { path: '/library/v1/books/7', status: 404, answer: { message: 'gone' } },
};

describe('the checks', () => {
  it.each(Object.entries(good))('finds nothing wrong with what is right: %s', async (_, call) => {
    expect(await problems(call)).toEqual([]);
  });

  it.each<[string, SampleCall, string]>([
    ['an unknown path', { path: '/library/v1/shelves' }, 'unknown'],
    ['an unknown method', { ...good['one'], method: 'DELETE' }, 'unknown'],
    ['another prefix', { path: '/books' }, 'unknown'],
    ['a path parameter of the wrong type', { ...good['one'], path: '/library/v1/books/emma' }, 'path /bookId type'],
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
    ['a missing header', { ...good['one'], headers: { 'x-library': '' } }, 'header /x-library required'],
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
      { ...good['create'], json: { name: 'n', chapters: [{ kind: 'prose', age: 1 }] } },
      'body /chapters/*/age undocumented',
    ],
    ['a null that is not allowed', { ...good['create'], json: { name: null } }, 'body /name type'],
    ['an unknown part', { ...good['upload'], form: { cover: new Blob(['x']), more: '1' } }, 'body /more undocumented'],
    ['a missing part', { ...good['upload'], form: { scale: '2' } }, 'body /cover required'],
    [
      'a part of the wrong type',
      { ...good['upload'], form: { cover: new Blob(['x']), scale: 'x' } },
      'body /scale type',
    ],
    ['an undocumented status', { ...good['one'], status: 418 }, 'answer 418 status'],
    ['an answer without a body', { ...good['one'], answer: undefined }, 'answer 200 required'],
    ['an answer of another content type', { ...good['one'], answerType: 'text/html' }, 'answer 200 content-type'],
    ['an answer without a member', { ...good['one'], answer: { ...book, id: undefined } }, 'answer 200/id required'],
    [
      'an answer with a wrong member',
      { ...good['list'], answer: [book, { ...book, id: '7' }] },
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
        expect(await problems({ ...good['one'], answer: { ...book, name } })).toContain('answer 200/name type');
      }),
    );
  });

  it('finds every member that no schema knows', async () => {
    const known = ['name', 'size', 'chapters', 'extra'];
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
    expect(unlikeExample(typesOf({ id: 'string', owner: null, tags: [] }), { id: 7, owner: 'x', tags: [1] })).toEqual(
      [],
    );
    expect(unlikeExample(typesOf({ id: 'abc' }), { id: null, other: 1 })).toEqual([]);
    expect(unlikeExample(typesOf({ id: 'abc' }), { id: 1 })).toHaveLength(1);
  });
});

describe('the contract check', () => {
  const colour: Correction = {
    operations: ['library POST /books'],
    part: 'body',
    at: '/colour',
    rule: 'undocumented',
    reason: 'test',
    source: 'test',
  };
  const asText: Correction = {
    operations: ['library GET /books/{bookId}'],
    part: 'answer',
    at: '200/id',
    rule: 'type',
    instead: { type: 'object', properties: { id: { type: 'string' } } },
    reason: 'test',
    source: 'test',
  };
  const painted = exchangeOf({ ...good['create'], json: { name: 'n', colour: 1 } });
  const shelves = exchangeOf({ path: '/library/v1/shelves/7' });
  const unpublished = [{ method: 'GET', path: '/library/v1/shelves/{shelfId}', source: 'test' }];

  async function verdictOf(
    exchanges: readonly ReturnType<typeof exchangeOf>[],
    corrections: readonly Correction[],
    more = unpublished,
  ) {
    const check = new ContractCheck(documents, corrections, more);
    for (const exchange of exchanges) await check.check(exchange);
    return check.verdict();
  }

  it('reports a problem once, with the tools that it came from', async () => {
    const { problems: found } = await verdictOf([painted, { ...painted, tool: 'other' }, painted], []);
    expect(found.map((problem) => [lineOf(problem), problem.tools])).toEqual([
      ['library POST /books: body /colour [undocumented] is not documented', ['tool', 'other']],
    ]);
  });

  it('reports an operation that is in no document and not listed', async () => {
    expect((await verdictOf([shelves], [], [])).problems).toMatchObject([{ rule: 'unknown' }]);
    const listed = await verdictOf([shelves], []);
    expect(listed).toMatchObject({ problems: [], stale: [], unpublished: ['GET /library/v1/shelves/{shelfId}'] });
  });

  it('applies a correction, and calls one stale that nothing needed', async () => {
    expect(await verdictOf([painted, shelves], [colour])).toMatchObject({ problems: [], stale: [] });
    const { stale, covered } = await verdictOf([exchangeOf(good['create'] ?? {})], [colour]);
    expect(stale).toEqual(['library POST /books: body /colour [undocumented]', 'GET /library/v1/shelves/{shelfId}']);
    expect([...covered]).toEqual([['library', ['library POST /books']]]);
  });

  it('holds an answer to what a correction says instead', async () => {
    const answerWith = (id: unknown) => exchangeOf({ ...good['one'], answer: { ...book, id } });
    expect((await verdictOf([answerWith('7')], [asText])).problems).toEqual([]);
    expect((await verdictOf([answerWith(true)], [asText])).problems).toMatchObject([{ at: '200/id/id', rule: 'type' }]);
  });

  it('uses a correction only at its place and for its rule', async () => {
    for (const change of [{ at: '/color' }, { rule: 'type' }, { part: 'query' as const }]) {
      expect((await verdictOf([painted], [{ ...colour, ...change }])).problems).toHaveLength(1);
    }
    expect((await verdictOf([painted], [{ ...colour, operations: ['library *'], at: '/**' }])).problems).toEqual([]);
  });
});
