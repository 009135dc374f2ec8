import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import { abortError, Failure, isAbort, isNotFound } from '../../platform/errors.ts';
import type { Secrets } from '../../platform/secrets.ts';
import { renderFailure } from '../calls/render.ts';
import type { PlatformResources } from './platform-resources.ts';
import { UnknownAddress } from './poller.ts';
import { lastModifiedOf } from './result-facts.ts';

/** Reads a resource and says in the protocol's terms what went wrong. @throws ProtocolError */
export async function readResource(
  resources: PlatformResources,
  secrets: Secrets,
  uri: string,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  let value: Awaited<ReturnType<PlatformResources['read']>>;
  try {
    value = await resources.read(uri, signal);
  } catch (error) {
    throw signal.aborted ? abortError() : resourceError(error, uri, secrets);
  }
  if (value === undefined) throw new ResourceNotFoundError(uri);
  const lastModified = lastModifiedOf(value);
  return {
    contents: [
      {
        uri,
        mimeType: 'application/json',
        text: secrets.redact(JSON.stringify(value, null, 1)),
        // The protocol has annotations for listed resources only; here clients would drop them.
        ...(lastModified === undefined ? {} : { _meta: { 'anypoint-mcp/lastModified': lastModified } }),
      },
    ],
  };
}

/** What went wrong with a resource, in the protocol's terms. */
export function resourceError(error: unknown, uri: string, secrets: Secrets): Error {
  if (isAbort(error)) return abortError();
  if (isNotFound(error) || error instanceof UnknownAddress) return new ResourceNotFoundError(uri);
  if (!(error instanceof Failure)) {
    return new ProtocolError(
      ProtocolErrorCode.InternalError,
      'anypoint-mcp failed at this resource: please report it as a bug.',
    );
  }
  const code = error.kind === 'input' ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(code, secrets.redact(renderFailure(error)));
}
