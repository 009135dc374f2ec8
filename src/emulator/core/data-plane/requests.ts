import type { Call } from '../call.ts';
import { dataPlanePath } from './hosts.ts';

/** A request on its way through the policies to an application. */
export interface DataPlaneRequest {
  method: string;
  /** below the application's or instance's base path */
  path: string;
  /** as the application sees them: policies change them */
  headers: Headers;
  /** what the answer will carry beside its own headers */
  responseHeaders: Headers;
}

/** A request as it comes in. */
export function incomingRequest(c: Call, path: string): DataPlaneRequest {
  return { method: c.req.method, path, headers: new Headers(c.req.raw.headers), responseHeaders: new Headers() };
}

/** The path of a request behind one of the data plane's own paths, such as `/apps/orders`. */
export function pathBelow(c: Call, before: string): string {
  const path = decodeURIComponent(new URL(c.req.url).pathname);
  const prefix = `${dataPlanePath}${before}`;
  return path.slice(path.indexOf(prefix) + prefix.length) || '/';
}

/** What every application answers: who it is, and what reached it. */
export function echo(application: string, { method, path, headers, responseHeaders }: DataPlaneRequest): Response {
  const shown = [...headers].filter(([name]) => !/^(authorization|cookie|client_secret|proxy-.*)$/.test(name));
  return Response.json(
    { application, method, path, headers: Object.fromEntries(shown) },
    { status: 200, headers: responseHeaders },
  );
}

/** An answer of the runtime instead of that of the application. */
export function reject(status: number, error: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error }, { status, headers });
}

/** The answer while nothing serves. */
export function unavailable(error: string): Response {
  return reject(503, error);
}

/** The answer where nothing is. */
export function notFound(error: string): Response {
  return reject(404, error);
}
