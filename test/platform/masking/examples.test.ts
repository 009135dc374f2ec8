import { describe, expect, it } from 'vitest';
import { Secrets } from '../../../src/platform/secrets.ts';
import { looksSecret } from '../../../src/services/applications/properties.ts';
import { ordinaryProperties, secretProperties } from './examples.ts';

describe('properties', () => {
  it('are enough to judge by', () => {
    expect(secretProperties.length).toBeGreaterThanOrEqual(60);
    expect(ordinaryProperties.length).toBeGreaterThanOrEqual(60);
  });

  it.each(secretProperties)('hides %s = %s', (name, value) => {
    expect(looksSecret(name, value)).toBe(true);
  });

  it.each(ordinaryProperties)('shows %s = %s', (name, value) => {
    expect(looksSecret(name, value)).toBe(false);
  });
});

describe('texts', () => {
  const secrets = new Secrets();

  it.each(ordinaryProperties)('stay readable with %s=%s', (name, value) => {
    for (const text of [`${name}=${value}`, `${name}: ${value}`, `at start-up: "${name}" = "${value}", then`]) {
      expect(secrets.redact(text)).toBe(text);
    }
    const pair = { name, value };
    expect(secrets.redactAll(pair)).toBe(pair);
  });

  it.each(secretProperties.filter(([, value]) => value.length >= 6))('hold no secret of %s=%s', (name, value) => {
    expect(secrets.redact(`${name}=${value}`)).toContain('[secret]');
    expect(secrets.redact(JSON.stringify({ [name]: value }))).toContain('[secret]');
  });
});
