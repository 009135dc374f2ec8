import type { Exchange } from '../exchange.ts';

/** What matters of an exchange in a test: everything else is as it should be. */
export interface SampleCall {
  method?: string;
  path?: string;
  query?: string;
  /** An empty value removes a header. */
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string | Blob>;
  status?: number;
  answer?: unknown;
  answerType?: string;
}

/** The exchange of a call, with the headers that every operation of the sample document needs. */
export function exchangeOf(call: SampleCall): Exchange {
  const { method = 'GET', path = '', query = '', status = 200, answer, answerType = 'application/json' } = call;
  const { body, type } = bodyOf(call);
  const headers = new Headers({
    authorization: 'Bearer token',
    'x-library': 'l',
    ...(type && { 'content-type': type }),
  });
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    if (value === '') headers.delete(name);
    else headers.set(name, value);
  }
  return {
    tool: 'tool',
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    status,
    answerHeaders: new Headers({ 'content-type': `${answerType}; charset=utf-8` }),
    answer: answer === undefined ? '' : JSON.stringify(answer),
  };
}

function bodyOf({ json, form }: SampleCall): { body: Uint8Array<ArrayBuffer>; type?: string } {
  if (form !== undefined) return encodedForm(form);
  if (json === undefined) return { body: new Uint8Array() };
  return { body: new TextEncoder().encode(JSON.stringify(json)), type: 'application/json' };
}

function encodedForm(form: Record<string, string | Blob>): { body: Uint8Array<ArrayBuffer>; type: string } {
  const parts = Object.entries(form).map(([name, value]) => {
    const file = typeof value === 'string' ? '' : '; filename="f"\r\nContent-Type: application/octet-stream';
    const text = typeof value === 'string' ? value : 'bytes';
    return `--edge\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  });
  const body = new TextEncoder().encode(`${parts.join('')}--edge--\r\n`);
  return { body, type: 'multipart/form-data; boundary=edge' };
}
