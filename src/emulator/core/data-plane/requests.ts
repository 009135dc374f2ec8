import type { Call } from '../call.ts';
import { dataPlanePath } from './hosts.ts';

/** A request to an application, while policies process it. */
export interface DataPlaneRequest {
  method: string;
  /** relative to the base path of the application or instance */
  path: string;
  /** as the application receives them; policies may change them */
  headers: Headers;
  /** headers that policies add to the response */
  responseHeaders: Headers;
}

/** The request of a call, before any policy. */
export function incomingRequest(c: Call, path: string): DataPlaneRequest {
  return { method: c.req.method, path, headers: new Headers(c.req.raw.headers), responseHeaders: new Headers() };
}

/** The path of a request relative to a path of the data plane, such as `/apps/orders`. */
export function pathBelow(c: Call, base: string): string {
  const path = decodeURIComponent(new URL(c.req.url).pathname);
  const prefix = `${dataPlanePath}${base}`;
  return path.slice(path.indexOf(prefix) + prefix.length) || '/';
}

/** The response of every application: its name, and the request that reached it. */
export function echo(application: string, { method, path, headers, responseHeaders }: DataPlaneRequest): Response {
  const shown = [...headers].filter(([name]) => !/^(authorization|cookie|client_secret|proxy-.*)$/.test(name));
  return Response.json(
    { application, method, path, headers: Object.fromEntries(shown) },
    { status: 200, headers: responseHeaders },
  );
}

/** A response of the runtime in place of the application's. */
export function reject(status: number, error: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error }, { status, headers });
}

/** The response while nothing serves requests. */
export function unavailable(error: string): Response {
  return reject(503, error);
}

/** The response at an address that does not exist. */
export function notFound(error: string): Response {
  return reject(404, error);
}
