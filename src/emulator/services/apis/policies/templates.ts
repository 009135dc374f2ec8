import { findTemplate, type PolicyTemplate, type Technology } from '../../exchange/index.ts';
import { apiManagerViolations, apiManagerError as fail } from '../errors.ts';
import { checkConfiguration } from './configuration-check.ts';

/** Coordinates that have been looked up. */
export interface ResolvedPolicy {
  template: PolicyTemplate;
  groupId: string;
  assetId: string;
  assetVersion: string;
}

/** The template of a policy that is to be applied, in the version asked for. */
export function requireTemplate(at: {
  groupId?: string | undefined;
  assetId?: string | undefined;
  assetVersion?: string | undefined;
}): ResolvedPolicy {
  const { groupId, assetId, assetVersion } = at;
  if (!groupId || !assetId || !assetVersion) {
    throw fail(400, 'The policy is missing at least one of the properties groupId, assetId, assetVersion');
  }
  const template = findTemplate(groupId, assetId);
  if (template === undefined) throw fail(400, `Policy template ${groupId}/${assetId} does not exist`);
  if (!template.versions.includes(assetVersion)) {
    throw fail(400, `Policy template ${assetId} has no version ${assetVersion}: ${template.versions.join(', ')}`);
  }
  return { template, groupId, assetId, assetVersion };
}

/** Refuses a template that is not for instances of a technology, or not for requests in a direction. */
export function requireApplicable(
  { assetId, technologies, direction }: PolicyTemplate,
  technology: Technology,
  way: PolicyTemplate['direction'],
): void {
  if (!technologies.includes(technology)) {
    throw fail(400, `Policy ${assetId} does not support technology ${technology}: ${technologies.join(', ')} only`);
  }
  if (direction !== way) throw fail(400, `Policy ${assetId} is an ${direction} policy and cannot be applied ${way}`);
}

/** Checks a configuration against its template [docs/platform/policies.md#apply]. @throws PlatformError that names the fields */
export function requireValid(template: PolicyTemplate, configuration: Record<string, unknown>): void {
  const violations = checkConfiguration(template, configuration);
  if (violations.length > 0) throw apiManagerViolations(violations);
}
