/** An OpenAPI document with everything that the checks have to understand, defects of the published ones included. */
export const sampleDocument = {
  openapi: '3.0.0',
  info: { title: 'Library', version: '1.0.0', 'x-source': 'mulesoft/mulesoft-dx@0000000 library.yaml' },
  servers: [{ url: 'https://anypoint.mulesoft.com/library/v1' }],
  security: [{ bearerAuth: [] }],
  paths: {
    '/books': {
      parameters: [{ $ref: '#/components/parameters/Library' }],
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
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Book' } } },
            },
          },
        },
      },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/NewBook' } } },
        },
        responses: { 201: { description: 'Made' } },
      },
    },
    '/books/{bookId}': {
      parameters: [
        { name: 'bookId', in: 'path', required: true, schema: { type: 'integer' } },
        { $ref: '#/components/parameters/Library' },
      ],
      get: {
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } } },
          404: {
            content: {
              'application/json': { schema: { type: 'object', properties: { message: { type: 'string' } } } },
            },
          },
        },
      },
    },
    '/books/{bookId}/cover': {
      put: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['cover'],
                properties: {
                  cover: { type: 'string', format: 'binary' },
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
    parameters: {
      Library: { name: 'x-library', in: 'header', required: true, schema: { type: 'string', minLength: 1 } },
    },
    schemas: {
      Book: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'integer' },
          name: { type: 'string' },
          size: { $ref: '#/components/schemas/Size' },
          owner: { type: 'null' },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Book' } },
        },
      },
      NewBook: {
        allOf: [
          {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string' },
              chapters: { type: 'array', items: { type: 'object', required: [], properties: { kind: {} } } },
            },
          },
          { properties: { size: { $ref: '#/components/schemas/Size' }, extra: { type: 'object' } } },
        ],
      },
      Size: { type: 'string', nullable: true, enum: ['small', 'large'] },
    },
  },
};
