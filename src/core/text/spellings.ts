import type * as z from 'zod';

declare module 'zod' {
  interface GlobalMeta {
    /** Other names of an argument that calls may use: understood, and not shown. */
    spellings?: string[];
    /** For a list of names: one text that names several, separated by commas or line breaks, is taken apart. Not shown. */
    separable?: boolean;
    /** For an argument that holds members of any name: what to say about an unknown argument that may belong into it. Not shown. */
    strays?: string;
  }
}

/** The other names of an argument, from its definition. */
export function spellingsOf(schema: z.ZodType): readonly string[] {
  return schema.meta()?.spellings ?? [];
}

/**
 * Whether a text means a name, or one of its other spellings. Case, underscores, dashes and dots do not count: other
 * documents write `upstream_response_timeout`.
 */
export function isSpelling(text: string, name: string, spellings: readonly string[] = []): boolean {
  return [name, ...spellings].some((spelling) => folded(spelling) === folded(text));
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[_.-]/g, '');
}
