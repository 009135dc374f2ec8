import type { Prompt } from './define.ts';
import { diagnoseApi } from './diagnose-api.ts';
import { diagnoseGateway } from './diagnose-gateway.ts';
import { protectApiWithPolicy } from './protect-api-with-policy.ts';
import { provisionCluster } from './provision-cluster.ts';
import { provisionGateway } from './provision-gateway.ts';
import { reviewEnvironment } from './review-environment.ts';
import { secureApiBasicAuth } from './secure-api-basic-auth.ts';
import { tuneGateway } from './tune-gateway.ts';

/** Every prompt, in the order in which people need them. A new one is one line here and a skill of its name. */
export const allPrompts: readonly Prompt[] = [
  provisionCluster,
  provisionGateway,
  secureApiBasicAuth,
  protectApiWithPolicy,
  tuneGateway,
  diagnoseGateway,
  diagnoseApi,
  reviewEnvironment,
];
