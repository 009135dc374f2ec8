import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeForm, type FormPart } from '../../../src/platform/transport/multipart.ts';

async function bodyOf(parts: FormPart[], onProgress?: (sent: number, total: number) => void): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of encodeForm(parts, onProgress).body()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Node's own parser, which nobody here wrote, reads the form back. */
async function parsed(parts: FormPart[]): Promise<FormData> {
  const form = encodeForm(parts);
  const chunks: Uint8Array[] = [];
  for await (const chunk of form.body()) chunks.push(chunk);
  return new Response(Buffer.concat(chunks), { headers: { 'content-type': form.contentType } }).formData();
}

describe('a multipart form', () => {
  const folder = mkdtempSync(join(tmpdir(), 'multipart-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('gives back every text, whatever is in it, under names that may hold quotes and line breaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => Buffer.from(text).toString() === text),
        async (text) => {
          const form = await parsed([{ name: 'note', text }]);
          // The parser normalizes line breaks in values, as HTML forms do; nothing else may change.
          expect(String(form.get('note')).replace(/\r\n?|\n/g, '\n')).toBe(text.replace(/\r\n?|\n/g, '\n'));
        },
      ),
    );
    const odd = await parsed([{ name: 'a"b\r\nc', text: 'x' }]);
    expect([...odd.values()]).toEqual(['x']);
  });

  it('sends a text as a file when it has a file name', async () => {
    const sent = await parsed([{ name: 'files.oas.yaml', text: 'openapi: 3.0.0', fileName: 'api.yaml' }]);
    const file = sent.get('files.oas.yaml');
    expect(file instanceof File && [file.name, await file.text()]).toEqual(['api.yaml', 'openapi: 3.0.0']);
  });

  it('says its length to the byte, streams files, and can be sent again', async () => {
    const path = join(folder, 'app.jar');
    writeFileSync(path, Buffer.alloc(200_000, 7));
    const read = () => createReadStream(path);
    const file = { read, fileName: 'app.jar', bytes: 200_000, contentType: 'application/java-archive' };
    const parts: FormPart[] = [
      { name: 'name', text: 'Grüße' },
      { name: 'file', file },
    ];
    const form = encodeForm(parts);
    for (const round of [1, 2]) {
      let bytes = 0;
      for await (const chunk of form.body()) bytes += chunk.length;
      expect(bytes, `round ${round}`).toBe(form.bytes);
    }
    const sent = await parsed(parts);
    const jar = sent.get('file');
    expect(jar instanceof File && [jar.name, jar.size, jar.type]).toEqual([
      'app.jar',
      200_000,
      'application/java-archive',
    ]);
  });

  it('tells how far it is, up to the end', async () => {
    const heard: [number, number][] = [];
    const body = await bodyOf([{ name: 'a', text: 'b' }], (sent, total) => heard.push([sent, total]));
    expect(heard.at(-1)).toEqual([body.length, body.length]);
    expect(heard.map(([sent]) => sent)).toEqual(heard.map(([sent]) => sent).toSorted((a, b) => a - b));
  });
});
