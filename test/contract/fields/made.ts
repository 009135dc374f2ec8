import type { Answer } from '../../emulator/client.ts';

/** Sends a request that has to succeed, and returns the body of its answer. @throws Error */
export type Make = (method: string, path: string, body?: unknown) => Promise<Answer['body']>;

/** Values of parameters, by name; those of one operation first. */
export interface Parameters {
  named: Readonly<Record<string, string | number>>;
  of: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}
