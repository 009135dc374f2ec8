/** What other services read here: the facts of this one. Nothing that writes, plans or serves a tool is handed out. */
export type { TargetDomains } from './client.ts';
