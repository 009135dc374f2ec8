import { readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject, type JsonObject } from '../../src/platform/json.ts';

/** The revisions that the server negotiates, oldest first; each has its schema in `schemas`. */
export const revisions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof revisions)[number];

/** The formats of the published schemas: ajv itself knows none. */
const formats = {
  uri: (text: string) => URL.canParse(text),
  'uri-template': (text: string) => URL.canParse(text.replaceAll(/\{[\w,?&*]+\}/g, 'x')),
  byte: /^[A-Za-z0-9+/]*={0,2}$/,
};

/** The published schema of a revision. Which definition describes a message follows from the schema itself. */
export class PublishedSchema {
  readonly #ajv: Ajv | Ajv2020;
  readonly #definitions: Readonly<Record<string, JsonObject>>;
  /** `#/$defs/`, or `#/definitions/` in older revisions. */
  readonly #prefix: string;
  readonly #validators = new Map<string, ValidateFunction>();

  private constructor(revision: Revision) {
    const text = readFileSync(new URL(`schemas/${revision}.json`, import.meta.url), 'utf8');
    const document: JsonObject = JSON.parse(text);
    const options = { strict: false, allErrors: true, formats };
    this.#ajv = String(document['$schema']).includes('2020-12') ? new Ajv2020(options) : new Ajv(options);
    this.#ajv.addSchema(document, 'mcp');
    const name = isObject(document['$defs']) ? '$defs' : 'definitions';
    this.#prefix = `#/${name}/`;
    // Each member of the definitions is a schema.
    this.#definitions = document[name] as Record<string, JsonObject>;
  }

  static readonly #loaded = new Map<Revision, PublishedSchema>();
  static of(revision: Revision): PublishedSchema {
    const loaded = PublishedSchema.#loaded.get(revision) ?? new PublishedSchema(revision);
    PublishedSchema.#loaded.set(revision, loaded);
    return loaded;
  }

  /** What is wrong with a value that should be as a definition says; undefined when nothing is. */
  problem(definition: string, value: unknown): string | undefined {
    const known = this.#validators.get(definition);
    const validate = known ?? this.#ajv.compile({ $ref: `mcp${this.#prefix}${definition}` });
    this.#validators.set(definition, validate);
    return validate(value) ? undefined : `${definition}: ${this.#ajv.errorsText(validate.errors, { dataVar: '' })}`;
  }

  /**
   * The definition of a successful answer to a request, or of its result alone where the revision has no other. Methods
   * of extensions are not in the schema: of them it says what all results have in common.
   */
  answerTo(method: string): { ofMessage: string } | { ofResult: string } {
    const request = Object.keys(this.#definitions).find(
      (name) => name.endsWith('Request') && this.#methodOf(name) === method,
    );
    const stem = request?.slice(0, -'Request'.length) ?? '';
    if (this.#has(`${stem}ResultResponse`)) return { ofMessage: `${stem}ResultResponse` };
    return { ofResult: this.#has(`${stem}Result`) ? `${stem}Result` : 'EmptyResult' };
  }

  /** The definition of what a server may send by itself; undefined when the revision has no such message. */
  serverMessage(kind: 'Request' | 'Notification', method: string): string | undefined {
    const union = this.#definitions[`Server${kind}`]?.['anyOf'];
    const names = Array.isArray(union) ? union.map((member) => String(member.$ref).slice(this.#prefix.length)) : [];
    return names.find((name) => this.#methodOf(name) === method);
  }

  get error(): string {
    return this.#has('JSONRPCErrorResponse') ? 'JSONRPCErrorResponse' : 'JSONRPCError';
  }

  get answer(): string {
    return this.#has('JSONRPCResultResponse') ? 'JSONRPCResultResponse' : 'JSONRPCResponse';
  }

  #has(name: string): boolean {
    return Object.hasOwn(this.#definitions, name);
  }

  #methodOf(name: string): unknown {
    const properties = this.#definitions[name]?.['properties'];
    const method = isObject(properties) ? properties['method'] : undefined;
    return isObject(method) ? method['const'] : undefined;
  }
}
