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
