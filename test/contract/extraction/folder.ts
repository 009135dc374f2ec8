import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../json.ts';
import { extract } from './extract.ts';
import { printed } from './print.ts';

/** The extracted data of every OpenAPI document (`*.json`) in a folder: texts by file name. */
export function extractedFiles(folder: string): ReadonlyMap<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  if (names.length === 0)
    throw new Error(`no OpenAPI documents (*.json) in ${folder}: name their folder in ANYPOINT_SPECS`);
  return new Map(names.sort().map((name) => [name, printed(extract(documentIn(join(folder, name))))]));
}

function documentIn(file: string): JsonObject {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(document)) throw new Error(`${file} is no OpenAPI document`);
  return document;
}
