import type { EmulatorOptions } from '../../src/emulator/index.ts';
import type { Exchange } from './exchange.ts';

const markHeader = 'x-contract-recorded';
const hopByHop = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

/** Records whole exchanges: sends each request to the same emulator once more and keeps both sides. */
export class Recorder {
  readonly exchanges: Exchange[] = [];
  /** The tool that the next requests belong to. */
  tool = '';
  readonly #removedHeaders: readonly string[];

  /** `removedHeaders` are not passed on, so that the platform behaves as one that does not know them. */
  constructor(removedHeaders: readonly string[] = []) {
    this.#removedHeaders = removedHeaders;
  }

  /** An option of `startEmulator`. */
  readonly intercept: NonNullable<EmulatorOptions['intercept']> = async (request) => {
    if (request.headers.has(markHeader)) return undefined;
    const body = new Uint8Array(await request.arrayBuffer());
    const answer = await this.#sendAgain(request, body);
    const text = await answer.text();
    const { pathname, searchParams } = new URL(request.url);
    this.exchanges.push({
      tool: this.tool,
      method: request.method,
      path: pathname,
      query: searchParams,
      headers: new Headers(request.headers),
      body,
      status: answer.status,
      answerHeaders: answer.headers,
      answer: text,
    });
    return answerWith(text, answer);
  };

  async #sendAgain({ url, method, headers: received }: Request, body: Uint8Array<ArrayBuffer>): Promise<Response> {
    const headers = new Headers(received);
    for (const name of [...hopByHop, ...this.#removedHeaders]) headers.delete(name);
    headers.set(markHeader, 'yes');
    return await fetch(url, { method, headers, redirect: 'manual', ...(method === 'GET' ? {} : { body }) });
  }
}

/** The answer once more, its body having been read. */
function answerWith(text: string, { status, headers: received }: Response): Response {
  const headers = new Headers(received);
  for (const name of hopByHop) headers.delete(name);
  return new Response([204, 304].includes(status) ? null : text, { status, headers });
}
