import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import { AnswerCallWriter } from '../../core/tools/call-writer.ts';
import { abortError, Failure, isAbort, isNotFound } from '../../platform/errors.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import { renderFailure } from '../calls/render.ts';
import { Outlet } from '../outlet.ts';
import type { OfferedTools } from '../tools/offered-tools.ts';
import type { PlatformResources } from './platform-resources.ts';
import { UnknownAddress } from './poller.ts';
import { lastModifiedOf } from './result-facts.ts';

/** Reads resources for a client, and says in the protocol's terms what went wrong. */
export class ResourceReader {
  readonly #resources: PlatformResources;
  readonly #outlet: Outlet;
  readonly #tools: OfferedTools;

  constructor(options: { resources: PlatformResources; secrets: Secrets; tools: OfferedTools }) {
    this.#resources = options.resources;
    this.#outlet = new Outlet(options.secrets);
    this.#tools = options.tools;
  }

  /** @throws ProtocolError, AbortError */
  async read(uri: string, signal: AbortSignal): Promise<ReadResourceResult> {
    const value = await this.#valueAt(uri, signal);
    if (value === undefined) throw new ResourceNotFoundError(uri);
    const lastModified = lastModifiedOf(value);
    return {
      contents: [
        {
          uri,
          mimeType: 'application/json',
          text: JSON.stringify(this.#outlet.value(value), null, 1),
          // The protocol has annotations for listed resources only; here clients would drop them.
          ...(lastModified === undefined ? {} : { _meta: { 'anypoint-mcp/lastModified': lastModified } }),
        },
      ],
    };
  }

  /** What went wrong with a resource, in the protocol's terms. */
  protocolError(error: unknown, uri: string): Error {
    if (isAbort(error)) return abortError();
    if (isNotFound(error) || error instanceof UnknownAddress) return new ResourceNotFoundError(uri);
    if (!(error instanceof Failure)) {
      return new ProtocolError(
        ProtocolErrorCode.InternalError,
        'anypoint-mcp failed to read this resource; please report it as a bug.',
      );
    }
    const code = error.kind === 'input' ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
    const calls = new AnswerCallWriter(this.#tools);
    return new ProtocolError(code, this.#outlet.lines(renderFailure(error, (said) => calls.text(said, {}))));
  }

  async #valueAt(uri: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      return await this.#resources.read(uri, signal);
    } catch (error) {
      throw signal.aborted ? abortError() : this.protocolError(error, uri);
    }
  }
}
