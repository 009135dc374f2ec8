import { isIP } from 'node:net';
import { isRecord } from '../../../core/requests.ts';
import { type FieldType, findTemplate, type PolicyField, type PolicyTemplate } from '../../exchange/index.ts';
import type { Violation } from '../errors.ts';
import type { EnforcedPolicy } from '../model.ts';

const hasType: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  string_array: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

const typeNames: Readonly<Record<FieldType, string>> = {
  string: 'string',
  int: 'integer',
  bool: 'boolean',
  array: 'array',
  string_array: 'array of strings',
};

function checkField(name: string, field: PolicyField, value: unknown): Violation | undefined {
  const dataPath = `.configurationData.${name}`;
  if (!hasType[field.type](value)) {
    return { dataPath, keyword: 'type', message: `should be ${typeNames[field.type]}` };
  }
  if (field.max !== undefined && Number(value) > field.max) {
    return { dataPath, keyword: 'maximum', message: `should be <= ${field.max}` };
  }
  if (field.options !== undefined && !field.options.some((option) => option === value)) {
    return { dataPath, keyword: 'enum', message: `should be one of ${field.options.join(', ')}` };
  }
  return undefined;
}

/** Checks the top level of a configuration against the fields of its template, as API Manager does. */
export function checkConfiguration(template: PolicyTemplate, configuration: Record<string, unknown>): Violation[] {
  const dataPath = '.configurationData';
  const violations: Violation[] = [];
  for (const name of Object.keys(configuration)) {
    if (!Object.hasOwn(template.fields, name)) {
      violations.push({
        dataPath,
        keyword: 'additionalProperties',
        message: `should NOT have additional property '${name}'`,
      });
    }
  }
  for (const [name, field] of Object.entries(template.fields)) {
    const value = configuration[name];
    if (value === undefined || value === null) {
      if (field.required === true) {
        violations.push({ dataPath, keyword: 'required', message: `should have required property '${name}'` });
      }
      continue;
    }
    const violation = checkField(name, field, value);
    if (violation !== undefined) violations.push(violation);
  }
  return violations;
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}

function isLimit(value: unknown): boolean {
  return isRecord(value) && isCount(value['maximumRequests']) && isCount(value['timePeriodInMilliseconds']);
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
  'rate-limiting': { rateLimits: isLimit },
  'ip-allowlist': { ips: isNetwork },
  'ip-blocklist': { ips: isNetwork },
  'header-injection': { inboundHeaders: isHeader, outboundHeaders: isHeader },
};

/**
 * Whether a runtime cannot apply a policy. API Manager checks only the top level, so an error further down is found by
 * the runtime, where the policy is malformed [docs/platform/autodiscovery.md#gatekeeper].
 */
export function isMalformed({ groupId, assetId, configurationData }: EnforcedPolicy): boolean {
  const template = findTemplate(groupId, assetId);
  if (template === undefined || checkConfiguration(template, configurationData).length > 0) return true;
  return Object.entries(itemChecks[assetId] ?? {}).some(([name, isValid]) => {
    const items = configurationData[name];
    return Array.isArray(items) && !items.every(isValid);
  });
}
