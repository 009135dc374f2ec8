import type { Media } from '../documents/operation.ts';

/** The media type of a message without its parameters, in lower case; empty when it has none. */
export function mediaType(headers: Headers): string {
  const [type = ''] = (headers.get('content-type') ?? '').split(';', 1);
  return type.trim().toLowerCase();
}

/** What the document says of a media type. */
export function mediaFor(content: ReadonlyMap<string, Media>, type: string): Media | undefined {
  return content.get(type) ?? content.get('*/*');
}
