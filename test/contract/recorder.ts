import { request as send } from 'undici';
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
    const { pathname, searchParams } = new URL(request.url);
    const body = new Uint8Array(await request.arrayBuffer());
    const { status, headers, text } = await this.#sendAgain(request, body);
    this.exchanges.push({
      tool: this.tool,
      method: request.method,
      path: pathname,
      query: searchParams,
      headers: new Headers(request.headers),
      body,
      status,
      answerHeaders: headers,
      answer: text,
    });
    return new Response([204, 304].includes(status) ? null : text, { status, headers: without(hopByHop, headers) });
  };

  async #sendAgain({ url, method, headers: received }: Request, body: Uint8Array) {
    const headers = without([...hopByHop, ...this.#removedHeaders], received);
    headers.set(markHeader, 'yes');
    // Not fetch, which takes longer than the embedded platform itself.
    const answer = await send(url, {
      method,
      headers: Object.fromEntries(headers),
      body: method === 'GET' ? null : body,
    });
    const lines = Object.entries(answer.headers).flatMap(([name, value = []]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    );
    return { status: answer.statusCode, headers: new Headers(lines), text: await answer.body.text() };
  }
}

function without(names: readonly string[], headers: Headers): Headers {
  const others = new Headers(headers);
  for (const name of names) others.delete(name);
  return others;
}
