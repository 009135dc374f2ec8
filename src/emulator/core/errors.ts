import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Thrown by a handler to answer with a status and a body in the form of its service. */
export class PlatformError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: unknown;

  constructor(status: ContentfulStatusCode, message: string, body: unknown) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** Makes the error of one service: the same status and text look different in each [docs/platform/conventions.md#error-shapes]. */
export type Fail = (status: ContentfulStatusCode, message: string) => PlatformError;
