import type { Platform } from '../../../core/platform.ts';
import { auditView, ownerView } from '../api.ts';
import type { ApiInstance, Tier } from '../model.ts';

/** The number of approved contracts of a tier. */
export function applicationsOf({ contracts }: ApiInstance, { id }: Tier): number {
  return contracts.filter(({ tierId, status }) => tierId === id && status === 'APPROVED').length;
}

/** An SLA tier [docs/platform/apis.md#tiers]. */
export function tierView(platform: Platform, tier: Tier, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, ...rest } = tier;
  return {
    audit: auditView(tier),
    ...ownerView(platform, api),
    ...rest,
    applicationCount: applicationsOf(api, tier),
    apiId: api.id,
  };
}
