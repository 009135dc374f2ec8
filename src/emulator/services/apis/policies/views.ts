import type { Platform } from '../../../core/platform.ts';
import { findTemplate, type Technology } from '../../exchange/index.ts';
import { auditView, ownerView } from '../api.ts';
import type { ApiInstance, AppliedPolicy } from '../model.ts';

/**
 * The asset that implements a policy for the technology of an instance
 * [docs/platform/policies.md#two-shapes-of-the-list].
 */
export function implementationOf(
  { groupId, assetId, assetVersion }: Pick<AppliedPolicy, 'groupId' | 'assetId' | 'assetVersion'>,
  { technology }: { technology: Technology },
) {
  const kind = technology === 'flexGateway' ? 'flex' : 'mule';
  return {
    groupId,
    assetId: `${assetId}-${kind}`,
    version: assetVersion,
    technology,
    minRuntimeVersion: kind === 'flex' ? '1.0.0' : '4.1.1',
  };
}

/**
 * A configuration as a read shows it: without the fields that its template marks sensitive
 * [docs/platform/policies.md#secrets-of-a-policy].
 */
export function readableConfiguration({
  groupId,
  assetId,
  configurationData,
}: Pick<AppliedPolicy, 'groupId' | 'assetId' | 'configurationData'>): Record<string, unknown> {
  const fields = findTemplate(groupId, assetId)?.fields ?? {};
  return Object.fromEntries(Object.entries(configurationData).filter(([name]) => fields[name]?.sensitive !== true));
}

/** A policy that is read, in the list with `fullInfo=false` or alone; the answers to writes have its secrets, too. */
export function readPolicyView(platform: Platform, policy: AppliedPolicy, api: ApiInstance) {
  return policyView(platform, { ...policy, configurationData: readableConfiguration(policy) }, api);
}

/** A policy as the answers to writes have it [docs/platform/policies.md#two-shapes-of-the-list]. */
export function policyView(platform: Platform, policy: AppliedPolicy, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, upstreamIds, ...rest } = policy;
  return {
    audit: auditView(policy),
    ...ownerView(platform, api),
    ...rest,
    policyTemplateId: findTemplate(policy.groupId, policy.assetId)?.templateId ?? null,
    type: 'system',
    apiId: api.id,
    implementationAsset: implementationOf(policy, api),
    ...(upstreamIds === null ? {} : { upstreamIds }),
  };
}

/**
 * A policy in the default form of the list, which uses other names [docs/platform/policies.md#two-shapes-of-the-list].
 */
export function fullInfoView(policy: AppliedPolicy, api: ApiInstance) {
  const { groupId, assetId, assetVersion } = policy;
  return {
    policyTemplateId: findTemplate(groupId, assetId)?.templateId ?? null,
    type: 'system',
    policyId: policy.id,
    version: 1,
    order: policy.order,
    pointcutData: policy.pointcutData,
    configuration: readableConfiguration(policy),
    template: { groupId, assetId, assetVersion },
    implementationAsset: implementationOf(policy, api),
    upstreamIds: policy.upstreamIds ?? [],
  };
}
