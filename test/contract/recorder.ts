import type { EmulatorOptions } from '../../src/emulator/index.ts';

/** One request as it came over the wire, and what the embedded platform answered. */
export interface Exchange {
  /** The tool that was being called. */
  tool: string;
  method: string;
  /** Percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
  status: number;
  answerHeaders: Headers;
  answer: string;
}

const passedOn = 'x-contract-recorded';
const hopByHop = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

/** Records whole exchanges: passes each request on to the same emulator once more and keeps both sides. */
export class Recorder {
  readonly exchanges: Exchange[] = [];
  /** The tool whose requests come now. */
  tool = '';
  readonly #withheld: readonly string[];

  /** `withheld`: headers that are not passed on, so that the platform behaves as if it did not know them. */
  constructor(withheld: readonly string[] = []) {
    this.#withheld = withheld;
  }

  /** To be given to `startEmulator`. */
  readonly intercept: NonNullable<EmulatorOptions['intercept']> = async (request) => {
    if (request.headers.has(passedOn)) return undefined;
    const body = new Uint8Array(await request.arrayBuffer());
    const headers = new Headers(request.headers);
    for (const name of [...hopByHop, ...this.#withheld]) headers.delete(name);
    headers.set(passedOn, 'yes');
    const { method } = request;
    const answer = await fetch(request.url, {
      method,
      headers,
      redirect: 'manual',
      ...(method === 'GET' ? {} : { body }),
    });
    const text = await answer.text();
    const { pathname, searchParams } = new URL(request.url);
    this.exchanges.push({
      tool: this.tool,
      method,
      path: pathname,
      query: searchParams,
      headers: new Headers(request.headers),
      body,
      status: answer.status,
      answerHeaders: answer.headers,
      answer: text,
    });
    const bodiless = [204, 304].includes(answer.status);
    const answerHeaders = new Headers(answer.headers);
    for (const name of hopByHop) answerHeaders.delete(name);
    return new Response(bodiless ? null : text, { status: answer.status, headers: answerHeaders });
  };
}
