import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import { abortError, Failure, isAbort, isNotFound } from '../anypoint/errors.ts';
import type { Secrets } from '../anypoint/secrets.ts';
import type { PlatformResources } from '../resources/platform-resources.ts';
import { renderFailure } from './render.ts';

/** Reads a resource and says in the protocol's terms what went wrong. @throws ProtocolError */
export async function readResource(
  resources: PlatformResources,
  secrets: Secrets,
  uri: string,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  let value: unknown;
  try {
    value = await resources.read(uri, signal);
  } catch (error) {
    throw protocolError(error, uri, secrets, signal);
  }
  if (value === undefined) throw new ResourceNotFoundError(uri);
  return { contents: [{ uri, mimeType: 'application/json', text: secrets.redact(JSON.stringify(value, null, 1)) }] };
}

function protocolError(error: unknown, uri: string, secrets: Secrets, signal: AbortSignal): Error {
  if (isAbort(error) || signal.aborted) return abortError();
  if (isNotFound(error)) return new ResourceNotFoundError(uri);
  if (!(error instanceof Failure)) {
    return new ProtocolError(
      ProtocolErrorCode.InternalError,
      'anypoint-mcp failed at this resource: please report it as a bug.',
    );
  }
  const code = error.kind === 'input' ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(code, secrets.redact(renderFailure(error)));
}
