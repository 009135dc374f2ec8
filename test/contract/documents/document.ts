import { isObject, type JsonObject, listOf, membersOf, textOf } from '../json.ts';
import { Operation } from './operation.ts';

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete'];

/** One published document: the operations of a service. */
export class PublishedDocument {
  /** As its file is named: `arm-rest-services`. */
  readonly name: string;
  /** Path of the service before the paths of the document, without a slash at the end: `/hybrid/api/v1`. */
  readonly basePath: string;
  readonly operations: readonly Operation[];

  /** `data` is an OpenAPI document as the extraction writes it. Throws for anything but an object. */
  constructor(name: string, data: unknown) {
    if (!isObject(data)) throw new Error(`the document ${name} is no object`);
    this.name = name;
    this.basePath = basePathOf(data);
    this.operations = membersOf(data['paths']).flatMap(([path, item]) => this.#operationsOf(data, path, item));
  }

  /** The operation of a method (`GET`) and a path as the document writes it. */
  operation(method: string, path: string): Operation | undefined {
    return this.operations.find((one) => one.method === method && one.path === path);
  }

  #operationsOf(data: JsonObject, path: string, item: unknown): Operation[] {
    if (!isObject(item)) return [];
    return methods.flatMap((key) => {
      const raw = item[key];
      if (!isObject(raw)) return [];
      const name = { document: this.name, method: key.toUpperCase(), path };
      return [new Operation(name, this.basePath + path, { document: data, item, operation: raw })];
    });
  }
}

/** The path of the service. A host of its own is the first segment, as operations have it: see `ownHost` in `src/platform/operations.ts`. */
function basePathOf(data: JsonObject): string {
  const [server] = listOf(data['servers']);
  const { hostname, pathname } = new URL(textOf(server, 'url') ?? '/', 'https://anypoint.mulesoft.com');
  const path = pathname.replace(/\/$/, '');
  const label = hostname.replace(/\.?anypoint\.mulesoft\.com$/, '');
  // The documents name a host of one region for those of all.
  return label === '' ? path : `/${label.replace(/\b[a-z]{2}-[a-z]+-\d$/, '{region}')}${path}`;
}
