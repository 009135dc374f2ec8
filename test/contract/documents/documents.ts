import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObject, type JsonObject, listOf, membersOf, parsedOrText, resolved, textOf } from '../json.ts';
import { type JsonSchema, toJsonSchema } from './json-schema.ts';

/** A body of one media type: its schema where there is one, and its examples. */
export interface Media {
  schema: JsonSchema | undefined;
  examples: readonly unknown[];
}

/** A parameter in the path, the query or a header. */
export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: JsonSchema;
}

/** An operation of a document, ready to be checked against. */
export interface Operation {
  /** `arm-rest-services PATCH /clusters/{clusterId}` */
  id: string;
  service: string;
  secured: boolean;
  parameters: readonly Parameter[];
  body: { required: boolean; content: ReadonlyMap<string, Media> } | undefined;
  /** By status as the document writes it (`200`, `default`), then by media type. */
  answers: ReadonlyMap<string, ReadonlyMap<string, Media>>;
}

/** An operation with the values that a path has for its parameters. */
export interface Found {
  operation: Operation;
  pathValues: Readonly<Record<string, string>>;
}

interface Route {
  method: string;
  pattern: RegExp;
  names: readonly string[];
  /** Characters that are not of a parameter: of two routes that fit, the one with more of them is meant. */
  literal: number;
  read: () => Operation;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Where the documents are looked for: they are not part of the repository. */
export const specsFolder = resolve(
  fileURLToPath(new URL('../../../', import.meta.url)),
  process.env['ANYPOINT_SPECS'] || '../shared/specs',
);

/** Whether the documents are there. */
export function hasDocuments(): boolean {
  return existsSync(specsFolder) && readdirSync(specsFolder).some((file) => file.endsWith('.json'));
}

/** The published documents of all services, each read once. */
export class Documents {
  readonly #routes: Route[] = [];
  /** How many operations each service's document has. */
  readonly sizes = new Map<string, number>();

  /** Documents by the name of their service. */
  constructor(documents: Readonly<Record<string, unknown>>) {
    for (const [service, document] of Object.entries(documents)) this.#add(service, document);
  }

  /** Reads every document of the folder. */
  static read(): Documents {
    const files = readdirSync(specsFolder).filter((file) => file.endsWith('.json'));
    return new Documents(
      Object.fromEntries(
        files.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(specsFolder, file), 'utf8'))]),
      ),
    );
  }

  /** The operation that a request is for. */
  find(method: string, path: string): Found | undefined {
    const [best] = this.#routes
      .filter((route) => route.method === method && route.pattern.test(path))
      .sort((a, b) => b.literal - a.literal);
    if (best === undefined) return undefined;
    const values = best.pattern.exec(path)?.slice(1) ?? [];
    return {
      operation: best.read(),
      pathValues: Object.fromEntries(best.names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')])),
    };
  }

  #add(service: string, document: unknown): void {
    if (!isObject(document)) throw new Error(`the document of ${service} is no object`);
    const [server] = listOf(document['servers']);
    const prefix = new URL(textOf(server, 'url') ?? '/', 'https://anypoint.mulesoft.com').pathname.replace(/\/$/, '');
    let size = 0;
    for (const [template, item] of membersOf(document['paths'])) {
      for (const method of methods) {
        const operation = isObject(item) ? item[method] : undefined;
        if (!isObject(operation) || !isObject(item)) continue;
        size += 1;
        const id = `${service} ${method.toUpperCase()} ${template}`;
        let read: Operation | undefined;
        this.#routes.push({
          method: method.toUpperCase(),
          ...patternOf(prefix + template),
          read: () => {
            read ??= new Reader(document).operation(service, id, item, operation);
            return read;
          },
        });
      }
    }
    this.sizes.set(service, size);
  }
}

/** A path template as a pattern. Exchange's `{pagePath}*` stands for several segments. */
export function patternOf(template: string): { pattern: RegExp; names: string[]; literal: number } {
  const names: string[] = [];
  let literal = 0;
  const source = template.split(/(\{[^}]+\}\*?)/).map((part) => {
    if (!part.startsWith('{')) {
      literal += part.length;
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    }
    names.push(part.replace(/[{}*]/g, ''));
    return part.endsWith('*') ? '(.+)' : '([^/]+)';
  });
  return { pattern: new RegExp(`^${source.join('')}$`), names, literal };
}

/** Reads operations of one document. */
class Reader {
  readonly #document: JsonObject;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  operation(service: string, id: string, item: JsonObject, operation: JsonObject): Operation {
    const security = operation['security'] ?? this.#document['security'];
    const parameters = new Map<string, Parameter>();
    for (const raw of [...listOf(item['parameters']), ...listOf(operation['parameters'])]) {
      const parameter = this.#parameter(raw);
      parameters.set(`${parameter.in} ${parameter.name}`, parameter);
    }
    const body = this.#resolve(operation['requestBody']);
    return {
      id,
      service,
      secured: listOf(security).length > 0,
      parameters: [...parameters.values()],
      body: body && { required: body['required'] === true, content: this.#content(body['content'], true) },
      answers: new Map(
        membersOf(operation['responses']).map(([status, answer]) => [
          status,
          this.#content(this.#resolve(answer)?.['content'], false),
        ]),
      ),
    };
  }

  #parameter(raw: unknown): Parameter {
    const parameter = this.#resolve(raw) ?? {};
    return {
      name: textOf(parameter, 'name') ?? '',
      in: textOf(parameter, 'in') ?? '',
      required: parameter['required'] === true,
      schema: toJsonSchema(this.#document, parameter['schema'], { closed: true }),
    };
  }

  #content(content: unknown, closed: boolean): ReadonlyMap<string, Media> {
    return new Map(
      membersOf(content).map(([type, raw]) => {
        const media = this.#resolve(raw) ?? {};
        const schema = media['schema'] === undefined ? undefined : this.#resolve(media['schema']);
        return [
          type,
          {
            schema: schema && toJsonSchema(this.#document, media['schema'], { closed }),
            examples: [...this.#examplesIn(media), ...this.#examplesIn(schema ?? {})],
          },
        ];
      }),
    );
  }

  /** Examples stand in three places (specs/README), some as JSON in a text. */
  #examplesIn(node: JsonObject): unknown[] {
    const named = [...membersOf(node['examples']), ...membersOf(node['x-amf-examples'])].map(([, example]) => {
      const resolved = this.#resolve(example);
      return resolved !== undefined && 'value' in resolved ? resolved['value'] : example;
    });
    return [...('example' in node ? [node['example']] : []), ...named].map(parsed);
  }

  #resolve(raw: unknown): JsonObject | undefined {
    return resolved(this.#document, raw);
  }
}

function parsed(example: unknown): unknown {
  return typeof example === 'string' && /^\s*[[{]/.test(example) ? parsedOrText(example) : example;
}
