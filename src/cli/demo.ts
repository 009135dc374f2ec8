import type { Command } from './main.ts';
export const demo: Command = async () => 1;
