import type * as z from 'zod';
import type { Platform } from '../../../core/platform.ts';
import { isRecord } from '../../../core/requests.ts';
import type { ApiInstance } from '../model.ts';
import type { patchBody } from './body.ts';
import { apis } from './instance.ts';

/**
 * With `updateApisInSamePort`, the TLS contexts of a Flex instance also apply to the other instances on the same port of
 * its gateway [docs/platform/apis.md#read-change-delete].
 */
export function updateSamePort({ store, clock }: Platform, api: ApiInstance, body: z.output<typeof patchBody>): void {
  const tlsContexts = body.endpoint?.tlsContexts;
  const port = portOf(api);
  if (!isRecord(tlsContexts) || port === undefined || api.deployment === null) return;
  for (const other of store.of(apis).values()) {
    const isBeside = other.id !== api.id && other.deployment?.targetId === api.deployment.targetId;
    if (!isBeside || portOf(other) !== port) continue;
    other.endpoint = { ...other.endpoint, tlsContexts };
    other.updatedAt = clock.now();
  }
}

function portOf({ endpoint }: ApiInstance): string | undefined {
  const uri = endpoint['proxyUri'];
  return typeof uri === 'string' && URL.canParse(uri) ? new URL(uri).port : undefined;
}
