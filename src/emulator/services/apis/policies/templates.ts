import { findTemplate, type PolicyTemplate, type Technology } from '../../exchange/index.ts';
import { apiManagerViolations, apiManagerError as fail, namedError } from '../errors.ts';
import { checkConfiguration } from './configuration-check.ts';

/** A policy template and the coordinates that it was found by. */
export interface ResolvedPolicy {
  template: PolicyTemplate;
  groupId: string;
  assetId: string;
  assetVersion: string;
}

/** The template of a policy in the requested version. @throws PlatformError 400 */
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
  if (template === undefined && findTemplate(groupId, assetId.replace(/-(flex|mule)$/, '')) !== undefined) {
    // An implementation has no schema of its own [docs/platform/policies.md#apply].
    const text = 'Policy Template is missing required files: [schema]';
    throw namedError(400, 'PolicyTemplateValidationError', text);
  }
  if (template === undefined) throw fail(400, `Policy template ${groupId}/${assetId} does not exist`);
  if (!template.versions.includes(assetVersion)) {
    throw fail(400, `Policy template ${assetId} has no version ${assetVersion}: ${template.versions.join(', ')}`);
  }
  return { template, groupId, assetId, assetVersion };
}

/** Checks that a template supports a technology and a direction. @throws PlatformError 400 */
export function requireApplicable(
  { assetId, technologies, direction }: PolicyTemplate,
  technology: Technology,
  requested: PolicyTemplate['direction'],
): void {
  if (!technologies.includes(technology)) {
    throw fail(400, `Policy ${assetId} does not support technology ${technology}: ${technologies.join(', ')} only`);
  }
  if (direction !== requested) {
    throw namedError(400, 'PolicyValidationError', `This policy can not be applied as ${requested}`);
  }
}

/**
 * Checks a configuration against its template [docs/platform/policies.md#apply]. @throws PlatformError that names the
 * fields
 */
export function requireValid(template: PolicyTemplate, configuration: Record<string, unknown>): void {
  const violations = checkConfiguration(template, configuration);
  if (violations.length > 0) throw apiManagerViolations(violations);
}
