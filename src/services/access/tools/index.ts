import type { Tool } from '../../../core/tools/tool.ts';
import { getToken } from './get-token.ts';
import { listEnvironments } from './list-environments.ts';
import { listOrganizations } from './list-organizations.ts';

/** Who we are and where we can work. */
export const accessTools: readonly Tool[] = [getToken, listOrganizations, listEnvironments];
