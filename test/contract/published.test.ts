import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withDocumentTable } from './extraction/document-table.ts';
import { extractedFiles } from './extraction/folder.ts';
import { isObject, lookUp, membersOf, textOf } from './json.ts';
import { documents, publishedOperation } from './published.ts';

const folder = fileURLToPath(new URL('./published/', import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort();
const specs = process.env['ANYPOINT_SPECS'];

function textOfFile(name: string): string {
  return readFileSync(resolve(folder, name), 'utf8');
}

/** Members whose keys are names of somebody's choice, not keywords. */
const nameMaps = ['paths', 'properties', 'patternProperties', 'schemas', 'requestBodies', 'responses', 'content'];
const prose = /^(description|summary|title|operationId|tags|externalDocs|examples?|x-.*)$/;

/** Where there is prose: keywords that hold it, and texts of several words that are no values of the platform. */
function proseIn(value: unknown, at: string, keysAreNames = false): string[] {
  if (typeof value === 'string') return /\s/.test(value) ? [at] : [];
  if (Array.isArray(value)) return value.flatMap((one, index) => proseIn(one, `${at}/${index}`));
  return membersOf(value).flatMap(([key, member]) => {
    const here = `${at}/${key}`;
    if (keysAreNames) return proseIn(member, here);
    if (prose.test(key)) return [here];
    if (['enum', 'default', 'pattern', 'exampleTypes'].includes(key)) return [];
    // In components it is a map, elsewhere a list.
    return proseIn(member, here, nameMaps.includes(key) || (key === 'parameters' && isObject(member)));
  });
}

/** Every local reference, at any depth. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  const reference = textOf(value, '$ref');
  return reference === undefined ? membersOf(value).flatMap(([, member]) => referencesIn(member)) : [reference];
}

/** The leaves of example types. */
function leavesIn(types: unknown): unknown[] {
  if (Array.isArray(types)) return types.flatMap(leavesIn);
  return isObject(types) ? Object.values(types).flatMap(leavesIn) : [types];
}

function exampleTypesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(exampleTypesIn);
  return membersOf(value).flatMap(([key, member]) =>
    key === 'exampleTypes' ? leavesIn(member) : exampleTypesIn(member),
  );
}

describe.each(names)('the published data in %s', (name) => {
  const data: unknown = JSON.parse(textOfFile(name));
  const { origin, ...contract } = isObject(data) ? data : {};

  it('have no prose', () => {
    expect(proseIn(contract, '')).toEqual([]);
  });

  it('have types in the place of examples', () => {
    const types = new Set<unknown>(['string', 'number', 'boolean', null]);
    const other = exampleTypesIn(contract).filter((leaf) => !types.has(leaf));
    expect(other).toEqual([]);
  });

  it('refer to nothing that is missing', () => {
    const missing = referencesIn(contract).filter((reference) => lookUp(contract, reference) === undefined);
    expect(missing).toEqual([]);
  });

  it('say where they come from, whose they are and what was changed', () => {
    expect(origin).toEqual({
      repository: expect.stringMatching(/^https:/),
      commit: expect.stringMatching(/^[0-9a-f]{8,40}$/),
      file: expect.stringMatching(/\.yaml$/),
      copyright: expect.stringMatching(/^Copyright /),
      licence: 'Apache-2.0',
      changes: expect.arrayContaining([expect.any(String)]),
    });
  });
});

describe('the folder of published data', () => {
  it('would be found to hold prose', () => {
    const operation = { summary: 'x', responses: { 200: { description: 'x' } } };
    const schema = { properties: { description: { title: 'x' } }, 'x-origin': {}, format: 'two words', enum: ['a b'] };
    expect(proseIn({ paths: { '/a': { get: operation } }, components: { schemas: { title: schema } } }, '')).toEqual([
      '/paths//a/get/summary',
      '/paths//a/get/responses/200/description',
      '/components/schemas/title/properties/description/title',
      '/components/schemas/title/x-origin',
      '/components/schemas/title/format',
    ]);
  });

  it('lists every file in its README (npm run contract:extract)', () => {
    const readme = textOfFile('README.md');
    const files = Object.fromEntries(names.map((name) => [name, JSON.parse(textOfFile(name))]));
    expect(withDocumentTable(readme, files)).toBe(readme);
  });

  it('has the text of the licence', () => {
    expect(textOfFile('LICENSE.txt')).toMatch(/^Apache License Version 2\.0\s+Copyright \(c\) 2026 Salesforce, Inc\./);
  });

  // Only where the documents are at hand: they are not part of the repository.
  if (specs) {
    it('is what the script makes of the documents in ANYPOINT_SPECS (npm run contract:extract)', () => {
      const expected = extractedFiles(resolve(specs));
      const different = [...expected].filter(([name, text]) => !names.includes(name) || textOfFile(name) !== text);
      expect(different.map(([name]) => name)).toEqual([]);
      expect(names.filter((name) => !expected.has(name))).toEqual([]);
    });
  }
});

describe('the published operations', () => {
  it('are found by document, method and path', () => {
    const name = { document: 'arm-rest-services', method: 'PATCH', path: '/clusters/{clusterId}' };
    expect(publishedOperation(name)).toMatchObject({ ...name, fullPath: '/hybrid/api/v1/clusters/{clusterId}' });
    for (const operation of documents().flatMap(({ operations }) => operations)) {
      expect(publishedOperation(operation)).toBe(operation);
    }
  });

  it('are distinguished from those that no document has', () => {
    const cluster = { document: 'arm-rest-services', method: 'PUT', path: '/clusters/{clusterId}' };
    expect(() => publishedOperation(cluster)).toThrow(
      'arm-rest-services has no PUT /clusters/{clusterId}, only GET, PATCH, DELETE of that path',
    );
    expect(() => publishedOperation({ ...cluster, path: '/nodes' })).toThrow('and not that path');
    expect(() => publishedOperation({ ...cluster, document: 'arm' })).toThrow('there is no published document arm');
  });

  it('have the base path of their service', () => {
    const basePaths = Object.fromEntries(documents().map(({ name, basePath }) => [name, basePath]));
    expect(basePaths).toMatchObject({
      'secrets-manager': '/secrets-manager/api/v1/organizations',
      'api-platform': '/apiplatform/repository/v2',
      'api-portal-xapi': '',
    });
    // A host of its own comes first, and may be one for each region.
    expect(basePaths['anypoint-monitoring-archive']).toBe('/monitoring/monitoring/archive/api/v1');
    expect(Object.values(basePaths).filter((path) => /[{%]/.test(path.replace('-{region}/', '/')))).toEqual([]);
  });

  it('can be read with all their schemas', () => {
    for (const { id, parameters, body, answers } of documents().flatMap(({ operations }) => operations)) {
      expect(answers.size, id).toBeGreaterThan(0);
      expect(body?.content.size, id).not.toBe(0);
      expect(
        parameters.filter((one) => one.name === '' || one.in === ''),
        id,
      ).toEqual([]);
    }
  });
});
