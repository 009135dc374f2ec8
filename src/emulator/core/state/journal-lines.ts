import { crc32 } from 'node:zlib';

// One line for each flush: a checksum, a space, and JSON. A process that is killed, or a machine that loses power, in
// the middle of a flush leaves a line whose checksum is wrong, or none. Nobody was told that it is written.

/** A line of a journal. */
export function lineOf(json: string): string {
  return `${checksum(json)} ${json}\n`;
}

/** What the lines of a journal say. */
export interface Lines {
  /** the complete lines, as JSON */
  complete: string[];
  /** the number of a broken line that is not the last one, so that the file is damaged */
  damagedAt: number | undefined;
}

/** Reads the lines of a journal. A broken last line is left out. */
export function readLines(text: string): Lines {
  const lines = text.split('\n');
  // After the last complete line there is nothing.
  const torn = lines.pop() ?? '';
  const broken = lines.findIndex((line) => jsonOf(line) === undefined);
  if (broken < 0) return { complete: lines.map((line) => line.slice(9)), damagedAt: undefined };
  const isLast = broken === lines.length - 1 && torn === '';
  return {
    complete: lines.slice(0, broken).map((line) => line.slice(9)),
    damagedAt: isLast ? undefined : broken + 1,
  };
}

function jsonOf(line: string): string | undefined {
  const json = line.slice(9);
  return line.slice(0, 9) === `${checksum(json)} ` ? json : undefined;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}
