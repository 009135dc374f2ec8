import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Thrown by a handler to answer with a status and an error body of its service. */
export class PlatformError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: unknown;

  constructor(status: ContentfulStatusCode, message: string, body: unknown) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** Creates an error of one service. Each service has its own error body [docs/platform/conventions.md#error-shapes]. */
export type Fail = (status: ContentfulStatusCode, message: string) => PlatformError;
