import type { Tool } from '../define.ts';

/** Servers and clusters. */
export const runtimeTools: readonly Tool[] = [];
