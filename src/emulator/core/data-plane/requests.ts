import type { Call } from '../call.ts';
import { dataPlanePath } from './hosts.ts';

/** A request on its way through the policies to an application. */
export interface PassingRequest {
  method: string;
  /** below the application's or instance's base path */
  path: string;
  /** as the application sees them: policies change them */
  headers: Headers;
  /** what the answer will carry beside its own headers */
  answerHeaders: Headers;
}

/** A request as it comes in. */
export function passing(c: Call, path: string): PassingRequest {
  return { method: c.req.method, path, headers: new Headers(c.req.raw.headers), answerHeaders: new Headers() };
}

/** The path of a request behind one of the data plane's own paths, such as `/apps/orders`. */
export function pathBehind(c: Call, before: string): string {
  const path = decodeURIComponent(new URL(c.req.url).pathname);
  const prefix = `${dataPlanePath}${before}`;
  return path.slice(path.indexOf(prefix) + prefix.length) || '/';
}

/** What every application answers: who it is, and what reached it. */
export function echo(application: string, { method, path, headers, answerHeaders }: PassingRequest): Response {
  const shown = [...headers].filter(([name]) => !/^(authorization|cookie|client_secret|proxy-.*)$/.test(name));
  return Response.json(
    { application, method, path, headers: Object.fromEntries(shown) },
    { status: 200, headers: answerHeaders },
  );
}

/** An answer of the runtime instead of that of the application. */
export function refuse(status: number, error: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error }, { status, headers });
}

/** The answer while nothing serves. */
export function unavailable(error: string): Response {
  return refuse(503, error);
}

/** The answer where nothing is. */
export function nothingThere(error: string): Response {
  return refuse(404, error);
}
