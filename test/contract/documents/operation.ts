import { isObject, type JsonObject, listOf, membersOf, resolved, textOf } from '../json.ts';
import { type JsonSchema, toJsonSchema } from './json-schema.ts';

/** Names an operation as the published documents do. */
export interface OperationName {
  /** Name of the document: `arm-rest-services`. */
  document: string;
  /** In upper case: `PATCH`. */
  method: string;
  /** Template as in the document, without the base path of the service: `/clusters/{clusterId}`. */
  path: string;
}

/** A parameter in the path, the query or a header. */
export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: JsonSchema;
}

/** A body of one media type: its schema where there is one; the structure of its examples where it says nothing. */
export interface Media {
  schema: JsonSchema | undefined;
  /** A type's name for each value in the example, null where the example tells nothing (extraction/example-types). */
  exampleTypes: readonly unknown[];
}

/** What the document says of the body of a request. */
export interface RequestBody {
  required: boolean;
  /** By media type. */
  content: ReadonlyMap<string, Media>;
}

interface Source {
  document: JsonObject;
  /** The path item, whose parameters all its operations have. */
  item: JsonObject;
  operation: JsonObject;
}

/** An operation of a published document. Its schemas are converted when they are first asked for. */
export class Operation implements OperationName {
  readonly document: string;
  readonly method: string;
  readonly path: string;
  /** Template with the base path of the service: `/hybrid/api/v1/clusters/{clusterId}`. */
  readonly fullPath: string;
  /** Whether it needs a token. */
  readonly secured: boolean;
  readonly #source: Source;
  #parameters: readonly Parameter[] | undefined;
  #body: RequestBody | undefined;
  #answers: ReadonlyMap<string, ReadonlyMap<string, Media>> | undefined;

  constructor({ document, method, path }: OperationName, fullPath: string, source: Source) {
    this.document = document;
    this.method = method;
    this.path = path;
    this.fullPath = fullPath;
    this.secured = listOf(source.operation['security'] ?? source.document['security']).length > 0;
    this.#source = source;
  }

  /** `arm-rest-services PATCH /clusters/{clusterId}` */
  get id(): string {
    return `${this.document} ${this.method} ${this.path}`;
  }

  get parameters(): readonly Parameter[] {
    this.#parameters ??= this.#readParameters();
    return this.#parameters;
  }

  get body(): RequestBody | undefined {
    this.#body ??= this.#readBody();
    return this.#body;
  }

  /** By status as the document writes it (`200`, `2XX`, `default`), then by media type. */
  get answers(): ReadonlyMap<string, ReadonlyMap<string, Media>> {
    this.#answers ??= this.#readAnswers();
    return this.#answers;
  }

  #readParameters(): Parameter[] {
    const { item, operation } = this.#source;
    const all = [...listOf(item['parameters']), ...listOf(operation['parameters'])].map((raw) => this.#parameter(raw));
    // One of the operation replaces the one of the path.
    return [...new Map(all.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter])).values()];
  }

  #parameter(raw: unknown): Parameter {
    const parameter = this.#resolved(raw) ?? {};
    return {
      name: textOf(parameter, 'name') ?? '',
      in: textOf(parameter, 'in') ?? '',
      required: parameter['required'] === true,
      schema: toJsonSchema(this.#source.document, parameter['schema'], { closed: true }),
    };
  }

  #readBody(): RequestBody | undefined {
    const body = this.#resolved(this.#source.operation['requestBody']);
    return body && { required: body['required'] === true, content: this.#content(body['content'], true) };
  }

  #readAnswers(): Map<string, ReadonlyMap<string, Media>> {
    const answers = membersOf(this.#source.operation['responses']);
    return new Map(
      answers.map(([status, answer]) => [status, this.#content(this.#resolved(answer)?.['content'], false)]),
    );
  }

  #content(content: unknown, closed: boolean): ReadonlyMap<string, Media> {
    return new Map(
      membersOf(content).map(([type, raw]) => {
        const media = isObject(raw) ? raw : {};
        const schema = media['schema'];
        return [
          type,
          {
            schema: schema === undefined ? undefined : toJsonSchema(this.#source.document, schema, { closed }),
            exampleTypes: listOf(media['exampleTypes']),
          },
        ];
      }),
    );
  }

  #resolved(raw: unknown): JsonObject | undefined {
    return resolved(this.#source.document, raw);
  }
}
