import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withDocumentTable } from './document-table.ts';
import { typesOf } from './example-types.ts';
import { extract } from './extract.ts';
import { originOf } from './origin.ts';
import { printed } from './print.ts';

const info = { title: 'Library', version: '2.1.0', 'x-source': 'mulesoft/mulesoft-dx@abc1234 apis/library/api.yaml' };

/** A document with one operation. */
function documentWith(operation: object, more: object = {}) {
  return { info, paths: { '/books': { get: operation } }, ...more };
}

/** What is left of a schema that is used in an answer. */
function extractedSchema(schema: unknown): unknown {
  const { components } = extract(documentWith({}, { components: { schemas: { Book: schema } } }));
  return components;
}

/** What is left of the answer 200 with a media type. */
function extractedAnswer(media: object, more: object = {}): unknown {
  const { paths } = extract(documentWith({ responses: { 200: { content: { 'application/json': media } } } }, more));
  return paths;
}

const answered = (media: object) => ({
  '/books': { get: { responses: { 200: { content: { 'application/json': media } } } } },
});

describe('the extraction of a document', () => {
  it('keeps operations with their parameters, bodies, statuses and security, and no prose', () => {
    const operation = {
      operationId: 'listAllTheBooks',
      summary: 'Retrieves a books.',
      tags: ['Books'],
      security: [{ bearerAuth: [] }],
      parameters: [
        { name: 'page', in: 'query', required: true, description: 'The page', example: 3, schema: { type: 'integer' } },
        { $ref: '#/components/parameters/Library' },
      ],
      requestBody: {
        description: 'A book',
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' }, example: { id: 1 } } },
      },
      responses: { 200: { description: 'Fine', headers: { ETag: {} } }, default: { description: 'Not fine' } },
      'x-amf-mediaType': 'application/json',
    };
    expect(extract(documentWith(operation, { security: [], tags: [{ name: 'Books' }] }))).toEqual({
      origin: originOf({ info }),
      servers: [{ url: '/' }],
      security: [],
      paths: {
        '/books': {
          get: {
            security: [{ bearerAuth: [] }],
            parameters: [
              { name: 'page', in: 'query', required: true, schema: { type: 'integer' } },
              { $ref: '#/components/parameters/Library' },
            ],
            requestBody: {
              required: true,
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } },
            },
            responses: { 200: {}, default: {} },
          },
        },
      },
      components: {},
    });
  });

  it('keeps every keyword of a schema that restricts values, at any depth', () => {
    const kept = {
      type: 'object',
      required: ['title'],
      minProperties: 1,
      properties: {
        // A member may have the name of a keyword.
        title: { type: 'string', format: 'uuid', pattern: '^a', nullable: true, maxLength: 3, readOnly: true },
        description: { type: 'array', items: { enum: ['a b', 2] }, uniqueItems: true, default: [] },
      },
      additionalProperties: { allOf: [{ $ref: '#/components/schemas/Book' }, { not: { type: 'null' } }] },
    };
    expect(extractedSchema(kept)).toEqual({ schemas: { Book: kept } });
    const { title, description } = kept.properties;
    const withProse = {
      title: 'Book',
      description: 'A book',
      ...kept,
      properties: {
        title: { ...title, description: 'Its title', example: 'Emma' },
        description: { ...description, title: 'Description', required: [] },
      },
      externalDocs: { url: 'https://example.com' },
      'x-amf-examples': { one: { title: 'Emma' } },
    };
    expect(extractedSchema(withProse)).toEqual({ schemas: { Book: kept } });
  });

  it('reads the unions that stand in an extension', () => {
    const union = [{ $ref: '#/components/schemas/Book' }, { type: 'null', description: 'None' }];
    expect(extractedSchema({ type: 'object', 'x-amf-union': union })).toEqual({
      schemas: { Book: { type: 'object', anyOf: [{ $ref: '#/components/schemas/Book' }, { type: 'null' }] } },
    });
  });

  it('keeps the structure of examples where the schema says nothing', () => {
    const example = { id: 7, title: 'Emma', tags: ['a', 'b'], owner: null, type: 'string' };
    const types = { id: 'number', title: 'string', tags: ['string'], owner: null, type: null };
    const again = { ...example, id: 8 };
    expect(extractedAnswer({ example })).toEqual(answered({ exampleTypes: [types] }));
    expect(extractedAnswer({ schema: {}, examples: { a: { value: example }, b: { value: again } } })).toEqual(
      answered({ schema: {}, exampleTypes: [types] }),
    );
    const schema = { type: 'object', 'x-amf-examples': { a: JSON.stringify(example), b: { id: 'abc' } } };
    expect(extractedAnswer({ schema })).toEqual(
      answered({ schema: { type: 'object' }, exampleTypes: [types, { id: 'string' }] }),
    );
  });

  it('needs no examples where the schema, or the one that it refers to, says something', () => {
    const components = { schemas: { Book: { type: 'object', properties: { id: {} } } } };
    const schema = { $ref: '#/components/schemas/Book' };
    expect(extractedAnswer({ schema, example: { id: 7 } }, { components })).toEqual(answered({ schema }));
  });

  it('writes the address of the first server with its variables filled in', () => {
    const addressOf = (version: string) =>
      extract({
        info,
        servers: [
          { url: 'https://a.example/{region}/{version}', variables: variablesWith(version) },
          { url: '/other' },
        ],
      })['servers'];
    const variablesWith = (version: string) => ({ region: { default: 'eu1' }, version: { default: version } });
    expect(addressOf('v5')).toEqual([{ url: 'https://a.example/eu1/v5' }]);
    expect(addressOf('unknown')).toEqual([{ url: 'https://a.example/eu1/v2' }]);
  });
});

describe('the origin of a document', () => {
  const repository = 'https://github.com/mulesoft/mulesoft-dx';
  const source = { repository, commit: 'abc1234', path: 'apis/library/api.yaml' };

  it('is read from its source, written either way', () => {
    const origin = originOf({ info });
    expect(origin).toMatchObject({
      repository,
      commit: 'abc1234',
      file: 'apis/library/api.yaml',
      licence: 'Apache-2.0',
    });
    expect(originOf({ info: { 'x-source': source } })).toEqual(origin);
  });

  it('says what was changed before', () => {
    const [first, ...others] = originOf({ info: { ...info, 'x-cut': 'Only two paths.' } }).changes;
    expect([first, others]).toEqual(['Only two paths.', originOf({ info }).changes]);
  });

  it('must exist, and be under a licence that is known', () => {
    expect(() => originOf({})).toThrow('no info.x-source');
    const elsewhere = { ...source, repository: 'https://github.com/somebody/else' };
    expect(() => originOf({ info: { 'x-source': elsewhere } })).toThrow('https://github.com/somebody/else is unknown');
  });
});

describe('the structure of an example', () => {
  it('tells nothing of what is null or a placeholder', () => {
    expect(typesOf({ a: null, b: 'string', c: 'integer', d: '', e: [] })).toEqual({
      a: null,
      b: null,
      c: null,
      d: null,
      e: [],
    });
  });
});

describe('the printed data', () => {
  it('are the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(printed(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('break only the lines that are longer than 120 characters', () => {
    const long = 'x'.repeat(60);
    expect(printed({ a: [1, { b: true }], c: {}, d: [] })).toBe('{"a": [1, {"b": true}], "c": {}, "d": []}\n');
    expect(printed({ a: { b: long, c: long }, d: 1 })).toBe(
      `{\n "a": {\n  "b": "${long}",\n  "c": "${long}"\n },\n "d": 1\n}\n`,
    );
    for (const length of [101, 102, 103, 104]) {
      const text = printed([{ name: 'x'.repeat(length - 1) }, long]);
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    }
  });
});

describe('the table of documents', () => {
  const data = extract(documentWith({}));

  it('tells the origin and the size of each', () => {
    const marked = 'Before\n<!-- generated:documents -->\nold\n<!-- /generated:documents -->\nAfter\n';
    const lines = withDocumentTable(marked, { 'library.json': data }).split('\n');
    expect([lines[0], lines[1], ...lines.slice(-3)]).toEqual([
      'Before',
      '<!-- generated:documents -->',
      '<!-- /generated:documents -->',
      'After',
      '',
    ]);
    const link = 'https://github.com/mulesoft/mulesoft-dx/blob/abc1234/apis/library/api.yaml';
    expect(lines.slice(2, -3)).toEqual([
      '| File | Source | Paths | Operations | Copyright | Licence |',
      '| --- | --- | --- | --- | --- | --- |',
      `| [\`library.json\`](library.json) | [\`apis/library/api.yaml\`](${link}) at \`abc1234\` | 1 | 1 | Copyright (c) 2026 Salesforce, Inc. | Apache-2.0 |`,
    ]);
  });

  it('needs its markers', () => {
    expect(() => withDocumentTable('Nothing', {})).toThrow('<!-- generated:documents -->');
  });
});
