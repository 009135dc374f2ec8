import { describe, expect, it } from 'vitest';
import { Secrets } from '../../../src/platform/masking/secrets.ts';
import { looksSecret } from '../../../src/services/applications/properties.ts';
import { ordinaryProperties, secretProperties } from './examples.ts';

type Encode = (text: string) => string;
const inJson: Encode = (text) => JSON.stringify(text).slice(1, -1);
const html: Encode = (text) =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '&#39;');
const hex: Encode = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** How documents hold a name and its value. */
const documents: Readonly<Record<string, (name: string, value: string) => string>> = {
  JSON: (name, value) => JSON.stringify({ [name]: value }),
  'a pair in JSON': (name, value) => JSON.stringify({ name, value }),
  'a list in JSON': (name, value) => JSON.stringify({ [name]: [value] }),
  'an element of XML': (name, value) => `<a><${name}>${html(value)}</${name}></a>`,
  'an element with namespace': (name, value) => `<n:${name}>${html(value)}</n:${name}>`,
  'an attribute of XML': (name, value) => `<a ${name}="${html(value)}"/>`,
  'a pair of attributes': (name, value) => `<property name="${html(name)}" value="${html(value)}"/>`,
  'an entry of XML': (name, value) => `<p><entry key="${html(name)}">${html(value)}</entry></p>`,
  'a pair of elements': (name, value) => `<p><name>${html(name)}</name><value>${html(value)}</value></p>`,
};
/** In what documents stand. */
const carriers: Readonly<Record<string, Encode>> = {
  plain: (text) => text,
  JSON: (text) => JSON.stringify({ message: text }),
  'JSON in JSON': (text) => JSON.stringify({ message: JSON.stringify({ message: text }) }),
  'JSON with escaped slashes': (text) => inJson(text).replaceAll('/', '\\/'),
  'JSON with escaped signs': (text) =>
    [...text].map((unit) => (/[<>&"']/.test(unit) ? hex(unit) : inJson(unit))).join(''),
  XML: (text) => `<detail>${html(text)}</detail>`,
  'a URL': (text) => `/a?q=${encodeURIComponent(text)}&b=c`,
};
const wholes = Object.entries(documents).flatMap(([document, write]) =>
  Object.entries(carriers).map(([carrier, carry]) => ({
    where: `${document} in ${carrier}`,
    held: (name: string, value: string) => carry(write(name, value)),
  })),
);

describe('properties', () => {
  it('are enough to judge by', () => {
    expect(secretProperties.length).toBeGreaterThanOrEqual(90);
    expect(ordinaryProperties.length).toBeGreaterThanOrEqual(90);
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

  it.each(wholes)('hold no secret in $where', ({ held }) => {
    // What is known by its name alone, which is no word elsewhere in the text.
    const named = secretProperties.slice(0, 48).filter(([, value]) => value.length >= 5 && !value.includes(' '));
    const shown = named.filter(([name, value]) => {
      const seen = secrets.redact(held(name, value));
      return seen.replace(name, '').includes(value) || !seen.includes('[secret]');
    });
    expect(shown).toEqual([]);
  });

  it.each(wholes)('stay readable in $where', ({ held }) => {
    const hidden = ordinaryProperties
      .map(([name, value]) => held(name, value))
      .filter((text) => secrets.redact(text) !== text);
    expect(hidden).toEqual([]);
  });
});
