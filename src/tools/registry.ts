import { accessTools } from './access/index.ts';
import { apiTools } from './apis/index.ts';
import { applicationTools } from './applications/index.ts';
import type { Tool } from './define.ts';
import { gatewayTools } from './gateways/index.ts';
import { runtimeTools } from './runtime/index.ts';

/** Every tool there is, sorted by name: `tools/list` has to be in a fixed order. A new toolset is one line here. */
export const allTools: readonly Tool[] = [
  ...accessTools,
  ...runtimeTools,
  ...gatewayTools,
  ...apiTools,
  ...applicationTools,
].sort((a, b) => (a.name < b.name ? -1 : 1));
