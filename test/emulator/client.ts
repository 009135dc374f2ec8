import { type Emulator, type EmulatorOptions, seedIds, startEmulator } from '../../src/emulator/index.ts';

/** The path part of the root's Sandbox, which most tests use. */
export const sandboxPath = `organizations/${seedIds.root}/environments/${seedIds.rootSandbox}`;

/** A response, with its body parsed if it is JSON, else as text. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests check
  body: any;
}

/** Sends a request to an emulator with an access token. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Sends a request without an access token. */
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

/** Signs in with a connected app. Every request has the ARM headers of `place`; default: the root's Sandbox. */
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

/** Runs a test against a new emulator. */
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

/** The ids in a list of ARM. */
export function idsOf(body: { data: { id: number }[] }): number[] {
  return body.data.map(({ id }) => id);
}

/** A multipart body with text parts and files. */
export function form(parts: Record<string, string | File>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) body.set(name, value);
  return body;
}

/** A file that starts like a JAR. */
export function jar(name = 'app-1.0.0.jar'): File {
  return new File([new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0])], name, { type: 'application/java-archive' });
}

/** The four properties that connect an application to an instance of the root's Sandbox. */
export function autodiscovery(apiId: number | string, environmentId: string = seedIds.rootSandbox) {
  const clientId = environmentId.replaceAll('-', '');
  return {
    'api.id': String(apiId),
    'anypoint.platform.gatekeeper': 'flexible',
    'anypoint.platform.client_id': clientId,
    'anypoint.platform.client_secret': `e1${clientId.slice(2)}`,
  };
}

/** Sends a request to the data plane. */
export async function visit(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? '' : JSON.parse(text) };
}
