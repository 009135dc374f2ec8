import { randomUUID } from 'node:crypto';

/** A file in a form. `read` streams exactly `bytes` bytes, from the beginning each time. */
export interface FormFile {
  fileName: string;
  bytes: number;
  contentType: string;
  read(): AsyncIterable<Uint8Array>;
}

/** A part of a form: a text, with a file name when it stands for a file, or a file that is streamed. */
export type FormPart = { name: string; text: string; fileName?: string } | { name: string; file: FormFile };

/** A form ready to be sent. Each `body()` starts from the beginning, so that it can be sent again. */
export interface EncodedForm {
  contentType: string;
  /** Length of the whole body. */
  bytes: number;
  body(): AsyncIterable<Uint8Array>;
}

const closing = '\r\n';

/**
 * Encodes multipart/form-data. Files are streamed: an application of some hundred MB must not be held in memory.
 * `onProgress` is called with the number of bytes handed to the connection.
 */
export function encodeForm(
  parts: readonly FormPart[],
  onProgress?: (sent: number, total: number) => void,
): EncodedForm {
  const boundary = `anypoint-mcp-${randomUUID()}`;
  const heads = parts.map((part) => Buffer.from(headOf(part, boundary)));
  const end = Buffer.from(`--${boundary}--\r\n`);
  const bytes = parts.reduce(
    (sum, part, index) => sum + (heads[index]?.length ?? 0) + lengthOf(part) + closing.length,
    end.length,
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes,
    async *body() {
      let sent = 0;
      for await (const chunk of chunksOf(parts, heads, end)) {
        yield chunk;
        sent += chunk.length;
        onProgress?.(sent, bytes);
      }
    },
  };
}

async function* chunksOf(parts: readonly FormPart[], heads: readonly Buffer[], end: Buffer): AsyncIterable<Uint8Array> {
  for (const [index, part] of parts.entries()) {
    yield heads[index] ?? Buffer.alloc(0);
    if ('text' in part) yield Buffer.from(part.text);
    else yield* part.file.read();
    yield Buffer.from(closing);
  }
  yield end;
}

function lengthOf(part: FormPart): number {
  return 'text' in part ? Buffer.byteLength(part.text) : part.file.bytes;
}

function headOf(part: FormPart, boundary: string): string {
  const name = quoted(part.name);
  if ('text' in part && part.fileName === undefined) {
    return `--${boundary}\r\nContent-Disposition: form-data; name=${name}\r\n\r\n`;
  }
  const { fileName = '', contentType } =
    'text' in part ? { fileName: part.fileName, contentType: 'application/octet-stream' } : part.file;
  return `--${boundary}\r\nContent-Disposition: form-data; name=${name}; filename=${quoted(fileName)}\r\nContent-Type: ${contentType}\r\n\r\n`;
}

/** As browsers do it (WHATWG URL, multipart encoding): a quote or a line break in a name must not end the header. */
function quoted(text: string): string {
  return `"${text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')}"`;
}
