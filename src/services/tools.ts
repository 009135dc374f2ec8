import type { Tool } from '../core/tools/tool.ts';
import { accessTools } from './access/tools/index.ts';
import { apiTools } from './apis/tools/index.ts';
import { applicationTools } from './applications/tools/index.ts';
import { exchangeTools } from './exchange/tools/index.ts';
import { gatewayTools } from './gateways/tools/index.ts';
import { runtimeTools } from './runtime/tools/index.ts';

/** Every tool there is, sorted by name: `tools/list` needs a fixed order. A new toolset is one line here. */
export const allTools: readonly Tool[] = [
  ...accessTools,
  ...runtimeTools,
  ...gatewayTools,
  ...exchangeTools,
  ...apiTools,
  ...applicationTools,
].sort((a, b) => (a.name < b.name ? -1 : 1));
