import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Secrets } from '../../src/platform/masking/secrets.ts';
import {
  idText,
  isWebPage,
  lenientNumber,
  lenientText,
  lenientTime,
  parseResponse,
  readErrorText,
  readJson,
  unwrapData,
} from '../../src/platform/reading.ts';
import { oneLine } from '../../src/platform/text.ts';
import type { HttpAnswer } from '../../src/platform/transport/http.ts';

const answered = (body: unknown, contentType = 'application/json'): HttpAnswer => ({
  status: 400,
  headers: { 'content-type': contentType },
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const said = (body: unknown, contentType?: string): string | undefined =>
  readErrorText(answered(body, contentType), new Secrets());

describe("the platform's own words in an error", () => {
  it.each([
    ['plain text', 'Unauthorized', 'Unauthorized'],
    ['Access Management', { name: 'NotFoundError', message: 'Organization not found' }, 'Organization not found'],
    ['ARM', { message: 'cluster not found' }, 'cluster not found'],
    ["ARM's list", [{ message: 'server 1 is gone' }, { message: 'server 2 too' }], 'server 1 is gone; server 2 too'],
    ['Gateway Manager', { status: 404, message: 'no gateway' }, 'no gateway'],
    ['API Manager', { error: 'BadRequest', message: 'bad endpoint' }, 'bad endpoint'],
    [
      "API Manager's validation",
      { errors: [{ type: 'schema', dataPath: '.spec', keyword: 'required', message: 'should have assetId' }] },
      'should have assetId',
    ],
    [
      'AMC',
      { title: 'Bad Request', type: 'about:blank', status: 400, detail: 'replicas must be positive' },
      'replicas must be positive',
    ],
    ['AMC without a detail', { title: 'Bad Request', status: 400 }, 'Bad Request'],
    [
      'Runtime Fabric',
      { message: 'Invalid space', errors: [{ code: 'X', message: 'cidr overlaps' }, { message: 'no region' }] },
      'Invalid space: cidr overlaps; no region',
    ],
    ['Runtime Fabric saying it twice', { message: 'no: cidr', errors: [{ message: 'cidr' }] }, 'no: cidr'],
    ['OAuth', { error: 'invalid_client', error_description: 'Unknown client' }, 'Unknown client'],
    ['OAuth without a description', { error: 'invalid_client' }, 'invalid_client'],
    ['a JSON text', JSON.stringify('just words'), 'just words'],
  ])('are read from %s', (_service, body, words) => {
    expect(said(body)).toBe(words);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['an empty object', {}],
    ['an empty list', []],
    ['a number', '42'],
    ['null', 'null'],
    ['an empty message', { message: '' }],
    ['a message that is no text', { message: { text: 'x' } }],
    ['a list without messages', [{ code: 1 }, null, 3]],
  ])('are missing in %s', (_name, body) => {
    expect(said(body)).toBeUndefined();
  });

  it.each([
    ['<html><body>x</body></html>', 'text/html'],
    ['<!DOCTYPE html><p>', 'application/json'],
    ['  <HTML>', 'text/plain'],
  ])('are not taken from a web page (%s as %s)', (text, contentType) => {
    expect(said(text, contentType)).toBeUndefined();
    expect(isWebPage(answered(text, contentType))).toBe(true);
  });

  it('are masked before they are cut, so that no part of a secret stays', () => {
    const secrets = new Secrets();
    secrets.add('s'.repeat(200));
    const words = readErrorText(answered({ message: 'x'.repeat(200) + 's'.repeat(200) }), secrets);
    expect(words).toBe(`${'x'.repeat(200)}[secret]`);
  });

  it('are one line without control characters of at most 300 characters, whatever came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const line = oneLine(text);
        expect(line.length).toBeLessThanOrEqual(300);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(line).toBe(line.trim());
      }),
    );
    expect(oneLine('a\r\n\tb\u001b[0m')).toBe('a b');
  });

  it('never make the reading fail, whatever JSON came', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const words = said(text);
        expect(words === undefined || words.length <= 300).toBe(true);
      }),
    );
  });
});

describe('a body that should be an object', () => {
  it('is undefined when it is anything else', () => {
    expect(readJson(answered('{"a":1}'))).toEqual({ a: 1 });
    for (const text of ['[1]', '"x"', 'null', '', '{"a":', 'Unauthorized'])
      expect(readJson(answered(text))).toBeUndefined();
  });
});

describe("ARM's envelope", () => {
  it.each([
    ['an object in data', { data: { id: 1 } }, { id: 1 }],
    ['a list in data', { data: [{ id: 1 }] }, [{ id: 1 }]],
    ['a list of wrapped objects', { data: [{ data: { id: 1 } }, { id: 2 }] }, [{ id: 1 }, { id: 2 }]],
    ['no envelope', { id: 1 }, { id: 1 }],
    ['a bare list', [{ id: 1 }], [{ id: 1 }]],
    ['empty data next to the fields', { data: '', id: 1 }, { data: '', id: 1 }],
    ['null data', { data: null }, null],
    ['a text in data', { data: 'token' }, 'token'],
    ['an empty text alone', { data: '' }, ''],
    ['nothing', undefined, undefined],
  ])('is taken off %s', (_name, body, inside) => {
    expect(unwrapData(body)).toEqual(inside);
  });
});

describe('lenient members', () => {
  it('texts may be missing, null or numbers', () => {
    expect([undefined, null, 'x', 7, ''].map((value) => lenientText.parse(value))).toEqual([
      undefined,
      undefined,
      'x',
      '7',
      '',
    ]);
  });

  it('numbers may be missing, null or texts, and are never NaN', () => {
    expect([undefined, null, '', 7, '7.5', 'many'].map((value) => lenientNumber.parse(value))).toEqual([
      undefined,
      undefined,
      undefined,
      7,
      7.5,
      undefined,
    ]);
  });

  it('ids are texts inside the project, and never empty', () => {
    expect([7, 'a'].map((value) => idText.parse(value))).toEqual(['7', 'a']);
    for (const value of ['', null, undefined, {}]) expect(idText.safeParse(value).success).toBe(false);
  });

  it('times are ISO 8601 texts, whether ISO, epoch milliseconds or those as a text came', () => {
    const iso = '2026-11-23T08:00:00.000Z';
    const epoch = Date.parse(iso);
    expect([iso, '2026-11-23T09:00:00+01:00', epoch, String(epoch)].map((value) => lenientTime.parse(value))).toEqual([
      iso,
      iso,
      iso,
      iso,
    ]);
    for (const value of ['', null, undefined, 'yesterday', 8.64e15 + 1])
      expect(lenientTime.parse(value)).toBeUndefined();
  });

  it('keep any moment to the millisecond', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2200-01-01') }), (date) => {
        expect(lenientTime.parse(date.getTime())).toBe(date.toISOString());
        expect(lenientTime.parse(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });
});

describe('an answer that is not as documented', () => {
  const http = { method: 'GET', path: '/x', status: 200, requestId: 'r' };
  const schema = z.looseObject({ servers: z.array(z.looseObject({ id: idText })) });

  it('passes when it only has more members than we know', () => {
    expect(parseResponse(schema, { servers: [{ id: 1, new: true }], also: 'new' }, http)).toEqual({
      servers: [{ id: '1', new: true }],
      also: 'new',
    });
  });

  it('is a failure that names the member, the call and the request', () => {
    const problem = (body: unknown): unknown => {
      try {
        return parseResponse(schema, body, http);
      } catch (error) {
        return error;
      }
    };
    expect(problem({ servers: [{ id: 1 }, { id: null }] })).toMatchObject({
      kind: 'platform',
      message: 'The answer of GET /x does not match the documented format: servers.1.id is wrong.',
      http,
    });
    expect(problem('OK')).toMatchObject({ message: expect.stringContaining('documented format: the body is wrong.') });
  });
});
