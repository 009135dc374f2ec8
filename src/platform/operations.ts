import type { Permission } from './permissions.ts';

/** HTTP methods that the platform's services use. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Names of the parameters of a path template: `'serverId'` for `/servers/{serverId}`. */
export type PathParameters<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameters<Rest>
  : never;

/**
 * Where an operation is described: the published OpenAPI document that has it (a file of `test/contract/published`), or,
 * where none has, the page in `docs/platform` or public address that says how it is known.
 */
export type OperationSource = { readonly document: string } | { readonly unpublished: string };

/** One operation of a service of the platform: everything that the client, a 403, the documents and the contract test need to know. */
export interface Operation<Path extends string = string> {
  readonly method: HttpMethod;
  /** Below the origin, with `{parameters}`, for example `/hybrid/api/v1/servers/{serverId}`. */
  readonly path: Path;
  /** The permission that it needs; several where no document says which one counts; none when every principal may. */
  readonly permission: readonly Permission[];
  readonly source: OperationSource;
  /** Its service has a host of its own, and the first segment of the path names it, see {@link OperationDefaults.ownHost}. */
  readonly ownHost: boolean;
}

/** An operation with parameters of any name, as lists of operations hold them. */
export type AnyOperation = Operation;

/** What the operations of one service have in common. */
export interface OperationDefaults<Base extends string = string> {
  /** Base path of the service, for example `/hybrid/api/v1`. It may hold `{parameters}`, too. */
  base: Base;
  /**
   * The service has a host of its own beside the one of the control plane. The first segment of `base` names it: below
   * `/monitoring/…` it is `monitoring.anypoint.mulesoft.com` on the US plane. A platform at another address, such as the
   * embedded one, has one host for all, and there the segment is a part of the path [docs/platform/conventions.md#base-urls].
   */
  ownHost?: boolean;
  /** The published document, or where the service is described when none is published. */
  source: OperationSource;
  /** What reading (GET) needs. */
  read: Permission | readonly Permission[];
  /** What everything else needs; a service that is only read leaves it out. */
  write?: Permission | readonly Permission[];
}

/** An operation as its service declares it: method and path, alone or with what is different from the service's defaults. */
export type OperationDeclaration =
  | `${HttpMethod} /${string}`
  | {
      readonly call: `${HttpMethod} /${string}`;
      /** Instead of the service's base path. */
      readonly base?: string;
      /** Whether the first segment of this base path names a host. */
      readonly ownHost?: boolean;
      readonly source?: OperationSource;
      readonly permission?: Permission | readonly Permission[];
    };

type CallOf<Declared extends OperationDeclaration> = Declared extends { readonly call: infer Call } ? Call : Declared;
type PathOf<Call> = Call extends `${HttpMethod} ${infer Path}` ? Path : never;
type BaseOf<Declared extends OperationDeclaration, Base extends string> = Declared extends {
  readonly base: infer Own extends string;
}
  ? Own
  : Base;

/** The operations that declarations define, by the same names. */
export type Operations<
  Declarations extends Readonly<Record<string, OperationDeclaration>>,
  Base extends string = string,
> = {
  readonly [Name in keyof Declarations]: Operation<`${BaseOf<Declarations[Name], Base>}${PathOf<CallOf<Declarations[Name]>> & string}`>;
};

/**
 * Declares the operations of a service, each as `METHOD /path/{parameter}` below its base path. The type of each keeps
 * the names of its path parameters, so that a call that leaves one out does not compile.
 * @throws Error for a write without a permission
 */
export function defineOperations<
  const Base extends string,
  const Declarations extends Readonly<Record<string, OperationDeclaration>>,
>(defaults: OperationDefaults<Base>, declarations: Declarations): Operations<Declarations, Base> {
  const entries = Object.entries(declarations).map(([name, declared]) => [name, operationOf(declared, defaults)]);
  // The entries have the names of the declarations, and each has the path that its own declaration names.
  return Object.fromEntries(entries) as Operations<Declarations, Base>;
}

function operationOf(declared: OperationDeclaration, defaults: OperationDefaults): Operation {
  const { call, ...own } = typeof declared === 'string' ? { call: declared } : declared;
  const { base, source = defaults.source, permission, ownHost } = { ...emptyDeclaration, ...own };
  const [method, path] = call.split(' ', 2);
  // The type of a declaration is `METHOD /path`.
  const verb = method as HttpMethod;
  const needed = permission ?? (verb === 'GET' ? defaults.read : defaults.write);
  if (needed === undefined) {
    throw new Error(
      `${call} names no permission: give it one, or say which all writes of ${base ?? defaults.base} need in \`write\`.`,
    );
  }
  return {
    method: verb,
    path: `${base ?? defaults.base}${path}`,
    permission: [needed].flat(),
    source,
    ownHost: (base === undefined ? defaults.ownHost : ownHost) ?? false,
  };
}

const emptyDeclaration: {
  base?: string;
  ownHost?: boolean;
  source?: OperationSource;
  permission?: Permission | readonly Permission[];
} = {};
