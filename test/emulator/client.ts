import { type Emulator, type EmulatorOptions, seedIds, startEmulator } from '../../src/emulator/index.ts';

/** Where most tests look: the root's Sandbox, as paths name it. */
export const sandboxPath = `organizations/${seedIds.root}/environments/${seedIds.rootSandbox}`;

/** An answer, with its body as JSON where it is JSON and as text otherwise. */
export interface Answer {
  status: number;
  headers: Headers;
  /** tests look into answers freely; that is what they check */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests check
  body: any;
}

/** A signed-in caller of an emulator. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Sends one request, without signing in. */
export async function send(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${emulator.baseUrl}${path}`, {
    method,
    headers: {
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Signs in with a connected app; every call carries the ARM headers of `place` (root Sandbox unless said otherwise). */
export async function signIn(
  emulator: Emulator,
  credentials: { clientId: string; clientSecret: string } = emulator.access,
  place: { organizationId: string; environmentId: string } = emulator.access,
): Promise<Caller> {
  const { body } = await send(emulator, 'POST', '/accounts/api/v2/oauth2/token', {
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    grant_type: 'client_credentials',
  });
  return (method, path, content, headers = {}) =>
    send(emulator, method, path, content, {
      authorization: `Bearer ${body.access_token}`,
      'x-anypnt-org-id': place.organizationId,
      'x-anypnt-env-id': place.environmentId,
      ...headers,
    });
}

/** Runs a test against an emulator of its own. */
export async function withEmulator(
  options: EmulatorOptions,
  run: (emulator: Emulator, call: Caller) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator({ clock: 'instant', ...options });
  try {
    await run(emulator, await signIn(emulator));
  } finally {
    await emulator.close();
  }
}

/** The ids of a list of ARM. */
export function idsOf(body: { data: { id: number }[] }): number[] {
  return body.data.map(({ id }) => id);
}

/** A multipart body: text as it is, bytes as a file. */
export function form(parts: Record<string, string | File>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) body.set(name, value);
  return body;
}

/** Something that looks like a JAR from the outside. */
export function jar(name = 'app-1.0.0.jar'): File {
  return new File([new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0])], name, { type: 'application/java-archive' });
}

/** The four properties that pair an application with an instance of root Sandbox. */
export function autodiscovery(apiId: number | string, environmentId: string = seedIds.rootSandbox) {
  const clientId = environmentId.replaceAll('-', '');
  return {
    'api.id': String(apiId),
    'anypoint.platform.gatekeeper': 'flexible',
    'anypoint.platform.client_id': clientId,
    'anypoint.platform.client_secret': `e1${clientId.slice(2)}`,
  };
}

/** Calls something on the data plane, as any HTTP client would. */
export async function visit(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? '' : JSON.parse(text) };
}
