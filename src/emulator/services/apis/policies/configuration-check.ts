import { isIP } from 'node:net';
import { isRecord } from '../../../core/requests.ts';
import { type FieldType, findTemplate, type PolicyField, type PolicyTemplate } from '../../exchange/index.ts';
import type { PolicyViolation as Violation } from '../errors.ts';
import type { EnforcedPolicy } from '../model.ts';

const hasType: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  string_array: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  object: isRecord,
};

const typeNames: Readonly<Record<FieldType, string>> = {
  string: 'string',
  int: 'integer',
  bool: 'boolean',
  array: 'array',
  string_array: 'array of strings',
  object: 'object',
};

/** Checks a value down to the last member, as a JSON schema does. */
function checkValue(dataPath: string, field: PolicyField, value: unknown): Violation[] {
  if (!hasType[field.type](value)) {
    return [{ dataPath, keyword: 'type', message: `should be ${typeNames[field.type]}` }];
  }
  if (field.max !== undefined && Number(value) > field.max) {
    return [{ dataPath, keyword: 'maximum', message: `should be <= ${field.max}` }];
  }
  if (field.min !== undefined && Number(value) < field.min) {
    return [{ dataPath, keyword: 'minimum', message: `should be >= ${field.min}` }];
  }
  if (field.options !== undefined && !field.options.some((option) => option === value)) {
    return [{ dataPath, keyword: 'enum', message: `should be one of ${field.options.join(', ')}` }];
  }
  if (Array.isArray(value)) {
    if (value.length < (field.minItems ?? 0)) {
      return [{ dataPath, keyword: 'minItems', message: `should NOT have fewer than ${field.minItems} items` }];
    }
    const { items } = field;
    return items === undefined ? [] : value.flatMap((item, index) => checkValue(`${dataPath}[${index}]`, items, item));
  }
  return isRecord(value) && field.members !== undefined ? checkMembers(dataPath, field.members, value) : [];
}

function checkMembers(
  dataPath: string,
  members: Readonly<Record<string, PolicyField>>,
  object: Record<string, unknown>,
): Violation[] {
  const unknown = Object.keys(object).filter((name) => !Object.hasOwn(members, name));
  return [
    ...unknown.map(
      (name): Violation => ({
        dataPath,
        keyword: 'additionalProperties',
        message: `should NOT have additional property '${name}'`,
      }),
    ),
    ...Object.entries(members).flatMap(([name, field]): Violation[] => {
      const value = object[name];
      if (value !== undefined && value !== null) return checkValue(`${dataPath}.${name}`, field, value);
      return field.required === true
        ? [{ dataPath, keyword: 'required', message: `should have required property '${name}'` }]
        : [];
    }),
  ];
}

/** Checks a configuration against the schema of its template, as API Manager does [docs/platform/policies.md#apply]. */
export function checkConfiguration(template: PolicyTemplate, configuration: Record<string, unknown>): Violation[] {
  return checkMembers('.configurationData', template.fields, configuration);
}

function isNetwork(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', prefix, ...rest] = value.split('/');
  const kind = isIP(address);
  if (kind === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (kind === 4 ? 32 : 128));
}

function isHeader(value: unknown): boolean {
  return isRecord(value) && typeof value['key'] === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value['key']);
}

const itemChecks: Readonly<Record<string, Readonly<Record<string, (item: unknown) => boolean>>>> = {
  'ip-allowlist': { ips: isNetwork },
  'ip-blocklist': { ips: isNetwork },
  'header-injection': { inboundHeaders: isHeader, outboundHeaders: isHeader },
};

/** A token is checked against a key [docs/platform/policies.md#inside-of-configurations]. */
function lacksKey(configuration: Record<string, unknown>): boolean {
  const { signingMethod, jwtKeyOrigin, textKey, jwksUrl, customKeyExpression } = configuration;
  if (signingMethod === 'none') return false;
  return !(jwtKeyOrigin === 'jwks' ? jwksUrl : (textKey ?? customKeyExpression));
}

/**
 * Whether a runtime cannot apply a policy. A schema says nothing of what a text means, so a wrong address or a missing
 * key is found by the runtime, where the policy is malformed [docs/platform/autodiscovery.md#gatekeeper].
 */
export function isMalformed({ groupId, assetId, configurationData }: EnforcedPolicy): boolean {
  const template = findTemplate(groupId, assetId);
  if (template === undefined || checkConfiguration(template, configurationData).length > 0) return true;
  if (assetId === 'jwt-validation' && lacksKey(configurationData)) return true;
  return Object.entries(itemChecks[assetId] ?? {}).some(([name, isValid]) => {
    const items = configurationData[name];
    return Array.isArray(items) && !items.every(isValid);
  });
}
