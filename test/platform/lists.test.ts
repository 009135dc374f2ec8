import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Failure } from '../../src/platform/errors.ts';
import { armList, listIn } from '../../src/platform/lists.ts';

const http = { method: 'GET', path: '/things', status: 200 };

/** Why reading failed. */
function reasonOf(read: () => unknown): unknown {
  try {
    return `no failure: ${JSON.stringify(read())}`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error).toMatchObject({
      ...{ kind: 'platform', http, mayHaveHappened: false },
      message: 'GET /things answered 200 without a list, so what is there is unknown.',
    });
    return error.why;
  }
}

/** What never is an empty list, with what is said of it. */
const broken: readonly (readonly [unknown, string])[] = [
  [undefined, 'It has no body.'],
  [null, 'The body is null.'],
  ['OK', 'The body is a text.'],
  ['', 'The body is a text.'],
  [0, 'The body is a number.'],
  [false, 'The body is a boolean.'],
];

describe('a list in an answer', () => {
  it.each([
    ['the named member', { content: [{ a: 1 }] }, [{ a: 1 }]],
    ['the first of several names that is a list', { content: null, data: [{ a: 1 }] }, [{ a: 1 }]],
    ['a bare list', [{ a: 1 }], [{ a: 1 }]],
    ['an empty member', { content: [] }, []],
    ['an empty bare list', [], []],
    ['a missing one of none', { total: 0 }, []],
    ['null for none', { totalElements: 0, content: null }, []],
  ])('is read from %s', (_name, body, list) => {
    expect(listIn(body, http, 'content', 'data')).toEqual(list);
  });

  it.each<readonly [unknown, string]>([
    ...broken,
    [{}, 'The body is an object without a list in "content" or "data".'],
    [{ content: null }, 'The body is an object without a list in "content" or "data".'],
    [{ content: {}, total: 0 }, 'The body is an object without a list in "content" or "data".'],
    [{ content: 'x' }, 'The body is an object without a list in "content" or "data".'],
    [{ total: 3 }, 'The body is an object without a list in "content" or "data".'],
    [{ message: 'try later' }, 'The body is an object without a list in "content" or "data".'],
    [[{ a: 1 }, null], 'Row 2 is null.'],
    [['x'], 'Row 1 is a text.'],
    [{ data: [[]] }, 'Row 1 is a list.'],
  ])('is a failure instead of an empty one where %j comes', (body, why) => {
    expect(reasonOf(() => listIn(body, http, 'content', 'data'))).toBe(why);
  });

  it('that stands alone has no member to name', () => {
    expect(reasonOf(() => listIn({ data: [] }, http))).toBe('The body is an object without a list.');
  });

  it('that is none is told without a status, where nobody knows it', () => {
    expect(() => listIn(undefined, { method: 'GET', path: '/things' })).toThrow('GET /things answered without a list');
  });
});

describe('a list of ARM', () => {
  const read = (body: unknown) => armList(z.object({ id: z.number() }), body, http);

  it.each([
    ['in data', { data: [{ id: 1 }] }, [{ id: 1 }]],
    ['alone', [{ id: 1 }], [{ id: 1 }]],
    ['of wrapped rows', { data: [{ data: { id: 1 } }] }, [{ id: 1 }]],
    ['of nothing', { data: [] }, []],
    ['of nothing, without data', {}, []],
    ['of nothing, with null', { data: null }, []],
    ['of nothing, with null and more', { data: null, links: [] }, []],
  ])('is read: %s', (_name, body, list) => {
    expect(read(body)).toEqual(list);
  });

  it.each<readonly [unknown, string]>([
    ...broken,
    [{ message: 'session expired' }, 'The body is an object without a list in "data".'],
    [{ timestamp: 1 }, 'The body is an object without a list in "data".'],
    [{ data: null, error: 'no' }, 'The body is an object without a list in "data".'],
    [{ data: {} }, 'The body is an object without a list in "data".'],
    [{ data: '' }, 'The body is an object without a list in "data".'],
  ])('is a failure instead of an empty one where %j comes', (body, why) => {
    expect(reasonOf(() => read(body))).toBe(why);
  });

  it('names a row that is not as documented', () => {
    expect(() => read({ data: [{ id: 1 }, null] })).toThrow('does not match the documented format: 1 is wrong.');
  });
});
