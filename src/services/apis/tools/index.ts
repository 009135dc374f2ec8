import type { Tool } from '../../../core/tools/tool.ts';
import { applyBasicAuthPolicy } from './apply-basic-auth-policy.ts';
import { applyPolicy } from './apply-policy.ts';
import { createApi } from './create-api.ts';
import { deleteApi } from './delete-api.ts';
import { diagnoseApi } from './diagnose-api.ts';
import { getApi } from './get-api.ts';
import { getAutodiscoveryProperties } from './get-autodiscovery-properties.ts';
import { listApiPolicies } from './list-api-policies.ts';
import { listApis } from './list-apis.ts';
import { listPolicyTemplates } from './list-policy-templates.ts';
import { removePolicy } from './remove-policy.ts';
import { updatePolicy } from './update-policy.ts';
import { verifyApiAccess } from './verify-api-access.ts';

/** API instances, their policies and autodiscovery. */
export const apiTools: readonly Tool[] = [
  listApis,
  getApi,
  createApi,
  deleteApi,
  listPolicyTemplates,
  listApiPolicies,
  applyBasicAuthPolicy,
  applyPolicy,
  updatePolicy,
  removePolicy,
  getAutodiscoveryProperties,
  verifyApiAccess,
  diagnoseApi,
];
