import type { Exchange } from '../recorder.ts';

/** A document with everything that the checker has to understand, defects of the real ones included. */
export const farms = {
  openapi: '3.0.0',
  servers: [{ url: 'https://anypoint.mulesoft.com/farms/v1' }],
  security: [{ bearerAuth: [] }],
  paths: {
    '/fields': {
      parameters: [{ $ref: '#/components/parameters/Farm' }],
      get: {
        parameters: [
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', maximum: 100 } },
          {
            name: 'tag',
            in: 'query',
            schema: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
          },
          {
            name: 'page',
            in: 'query',
            schema: { type: 'object', properties: { offset: { type: 'integer' } } },
          },
        ],
        responses: {
          200: {
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Field' } } },
            },
          },
        },
      },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/NewField' } } },
        },
        responses: { 201: { description: 'Made' } },
      },
    },
    '/fields/{fieldId}': {
      parameters: [
        { name: 'fieldId', in: 'path', required: true, schema: { type: 'integer' } },
        { $ref: '#/components/parameters/Farm' },
      ],
      get: {
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Field' } } } },
          404: {
            content: {
              'application/json': { schema: { type: 'object', properties: { message: { type: 'string' } } } },
            },
          },
        },
      },
    },
    '/fields/{fieldId}/map': {
      put: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['map'],
                properties: {
                  map: { type: 'string', format: 'binary' },
                  scale: { type: 'integer' },
                  legend: { type: 'object' },
                },
              },
            },
          },
        },
        responses: { '2XX': {} },
      },
    },
    '/pages/{pagePath}*': {
      get: {
        responses: {
          default: {
            content: {
              'application/json': {
                schema: { type: 'object' },
                example: '{"title":"string","count":1,"tags":["x"],"more":null}',
              },
            },
          },
        },
      },
    },
  },
  components: {
    parameters: { Farm: { name: 'x-farm', in: 'header', required: true, schema: { type: 'string', minLength: 1 } } },
    schemas: {
      Field: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'integer' },
          name: { type: 'string' },
          size: { $ref: '#/components/schemas/Size' },
          owner: { type: 'null' },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Field' } },
        },
      },
      NewField: {
        allOf: [
          {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string' },
              crops: { type: 'array', items: { type: 'object', required: [], properties: { kind: {} } } },
            },
          },
          { properties: { size: { $ref: '#/components/schemas/Size' }, extra: { type: 'object' } } },
        ],
      },
      Size: { type: 'string', nullable: true, enum: ['small', 'large'] },
    },
  },
};

/** An exchange in short: what is not said is right. */
export interface Call {
  method?: string;
  path?: string;
  query?: string;
  /** An empty value leaves a header out. */
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string | Blob>;
  status?: number;
  answer?: unknown;
  answerType?: string;
}

/** The exchange of a call, with the headers that every operation of the sample needs. */
export function exchangeOf(call: Call): Exchange {
  const { method = 'GET', path = '', query = '', status = 200, answer, answerType = 'application/json' } = call;
  const { body, type } = bodyOf(call);
  const headers = new Headers({ authorization: 'Bearer token', 'x-farm': 'f', ...(type && { 'content-type': type }) });
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    if (value === '') headers.delete(name);
    else headers.set(name, value);
  }
  return {
    tool: 'tool',
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    status,
    answerHeaders: new Headers({ 'content-type': `${answerType}; charset=utf-8` }),
    answer: answer === undefined ? '' : JSON.stringify(answer),
  };
}

function bodyOf({ json, form }: Call): { body: Uint8Array<ArrayBuffer>; type?: string } {
  if (form !== undefined) return encodedForm(form);
  if (json === undefined) return { body: new Uint8Array() };
  return { body: new TextEncoder().encode(JSON.stringify(json)), type: 'application/json' };
}

function encodedForm(form: Record<string, string | Blob>): { body: Uint8Array<ArrayBuffer>; type: string } {
  const parts = Object.entries(form).map(([name, value]) => {
    const file = typeof value === 'string' ? '' : '; filename="f"\r\nContent-Type: application/octet-stream';
    const text = typeof value === 'string' ? value : 'bytes';
    return `--edge\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  });
  const body = new TextEncoder().encode(`${parts.join('')}--edge--\r\n`);
  return { body, type: 'multipart/form-data; boundary=edge' };
}
