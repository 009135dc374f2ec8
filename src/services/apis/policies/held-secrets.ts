import type { JsonObject } from '../../../platform/json.ts';
import type { AppliedPolicy } from '../policies-client.ts';
import type { PolicyTemplate, TemplateField } from '../policy-templates-client.ts';
import { templateOf } from './catalog.ts';
import { knownPolicy } from './known-policies.ts';
import { secretMask, withMasksAs } from './masking.ts';

/** An expression, which is valid in every text field, and of which no check asks how long it is. */
const anyText = '#[vars.held]';

/**
 * A policy with a mask for each secret that it must have and that the platform does not return: it leaves sensitive
 * fields out of every answer but those to a write [docs/platform/policies.md#secrets-of-a-policy].
 */
export function withHeldSecrets(policy: AppliedPolicy, templates: readonly PolicyTemplate[]): AppliedPolicy {
  const template = templateOf(policy, templates);
  const { configurationData } = policy;
  const held = unreturned(configurationData, template).filter(
    ({ propertyName, optional }) => optional !== true || isNeeded(propertyName, configurationData, template),
  );
  if (held.length === 0) return policy;
  const masks = Object.fromEntries(held.map(({ propertyName }) => [propertyName, secretMask]));
  return { ...policy, configurationData: { ...configurationData, ...masks } };
}

/** The optional secrets that a configuration lacks: nothing says whether the platform has them. */
export function uncertainSecrets(
  configuration: Readonly<JsonObject>,
  template: Pick<PolicyTemplate, 'configuration'> | undefined,
): string[] {
  return unreturned(configuration, template)
    .filter(({ optional }) => optional === true)
    .map(({ propertyName }) => propertyName);
}

/** A configuration to be checked, with a valid text in place of each secret that the platform holds. */
export function withHeldAsValid(configuration: Readonly<JsonObject>): JsonObject {
  return withMasksAs(configuration, anyText);
}

function unreturned(
  configuration: Readonly<JsonObject>,
  template: Pick<PolicyTemplate, 'configuration'> | undefined,
): TemplateField[] {
  return (template?.configuration ?? []).filter(
    ({ sensitive, propertyName }) => sensitive === true && !Object.hasOwn(configuration, propertyName),
  );
}

/** Whether the rest of a configuration makes sense only with this field. */
function isNeeded(name: string, configuration: Readonly<JsonObject>, template: PolicyTemplate | undefined): boolean {
  const demands = template && knownPolicy(template)?.demands;
  if (demands === undefined) return false;
  const unmet = (given: JsonObject): number => demands(given).filter((one) => one !== undefined).length;
  return unmet({ ...configuration, [name]: anyText }) < unmet(configuration);
}
