import { openRoutesBelow, type Route } from '../../core/routes.ts';
import { exchangeError as fail } from './errors.ts';
import { findTemplate, muleSoftGroupId } from './policy-catalog.ts';
import type { PolicyField } from './policy-fields.ts';

/** The path of policy definitions. */
export const policyDefinitionPath = '/exchange/files/policies';

const definitions = openRoutesBelow(policyDefinitionPath);

/**
 * Policy definitions, which are files of policy assets. The CLI reads them without a token
 * [docs/platform/cli.md#policies, docs/platform/cli.md#faults-of-the-cli].
 */
export const policyDefinitionRoutes: readonly Route[] = [
  definitions.open('GET', '/{assetId}/{version}/policy-definition.yaml', (c) => {
    const { assetId, version } = c.req.param();
    const template = findTemplate(muleSoftGroupId, assetId);
    if (template === undefined || !template.versions.includes(version)) throw fail(404, 'File not found');
    const { name, description, category, fields } = template;
    const definition = {
      id: assetId,
      name,
      description,
      category,
      configuration: Object.entries(fields).map(fieldView),
    };
    c.header('content-type', 'application/yaml');
    // JSON values are valid YAML (YAML 1.2, section 1.3). The CLI rejects a document that is JSON as a whole.
    return c.body(
      Object.entries(definition)
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
        .join(''),
    );
  }),
];

const fieldTypes: Readonly<Record<PolicyField['type'], string>> = {
  string: 'string',
  int: 'int',
  bool: 'boolean',
  array: 'array',
  string_array: 'array',
  object: 'object',
};

/** A configuration field as templates and policy definitions describe it [docs/platform/policies.md#templates]. */
export function fieldView([propertyName, field]: [string, PolicyField]) {
  return {
    propertyName,
    name: propertyName,
    description: '',
    type: fieldTypes[field.type],
    optional: field.required !== true,
    sensitive: field.sensitive === true,
    allowMultiple: field.type === 'array' || field.type === 'string_array',
    ...(field.options === undefined ? {} : { options: field.options.map((value) => ({ name: value, value })) }),
    ...(field.max === undefined ? {} : { maximumValue: field.max }),
    defaultValue: null,
  };
}
