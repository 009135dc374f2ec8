import { Failure } from '../../platform/errors.ts';

/** The value, or undefined when the platform does not give it to this principal. */
export async function ifReadable<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
