import { decoded } from './decoding.ts';

/** What stands for a secret in everything that is shown. */
export const secretMask = '[secret]';

/** A part of a text, in UTF-16 units: from `start` up to `end`. */
export type Span = readonly [start: number, end: number];

/** Escapes within escapes: an error inside JSON inside a log line inside HTML. */
const maxLayers = 5;

/**
 * What `find` finds in a text, and in what is left of it when its escapes are undone layer by layer, see {@link decoded}: where it stands in the text itself.
 * @param layers how many there are at most, with the text itself
 */
export function spansInLayers(text: string, find: (layer: string) => readonly Span[], layers = maxLayers): Span[] {
  const found: Span[] = [];
  let layer = text;
  let starts: readonly number[] | undefined;
  let ends: readonly number[] | undefined;
  for (let depth = 0; depth < layers; depth++) {
    for (const [from, to] of find(layer)) found.push([starts?.[from] ?? from, ends?.[to - 1] ?? to]);
    const next = decoded(layer);
    if (next === undefined) break;
    const [outerStarts, outerEnds] = [starts, ends];
    starts = next.starts.map((at) => outerStarts?.[at] ?? at);
    ends = next.ends.map((at) => outerEnds?.[at - 1] ?? at);
    layer = next.text;
  }
  return found;
}

/** The text with a mask in place of each span. */
export function maskedAt(text: string, spans: readonly Span[]): string {
  let at = 0;
  const parts = merged(spans, text).map(([start, end]) => {
    const before = text.slice(at, start);
    at = end;
    return `${before}${secretMask}`;
  });
  return parts.join('') + text.slice(at);
}

/** Spans in order; those that overlap are one, and a mask that is there already is not masked again. */
function merged(spans: readonly Span[], text: string): Span[] {
  const masks = [...text.matchAll(/\[secret\]/g)].map(({ index }): Span => [index, index + secretMask.length]);
  const isMask = ([start, end]: Span): boolean => masks.some(([from, to]) => start >= from && end <= to);
  const result: [number, number][] = [];
  for (const [start, end] of spans.filter((span) => !isMask(span)).sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
