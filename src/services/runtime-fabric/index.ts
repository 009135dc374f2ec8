/** What other services read: the facts of this one. Nothing that writes, plans or serves a tool is exported. */
export type { TargetDomains } from './client.ts';
