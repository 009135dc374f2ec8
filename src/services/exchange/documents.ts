import { createHash } from 'node:crypto';
import { tool } from '../../core/operations.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';

/** An OpenAPI document as it will be published. */
export interface OpenApiDocument {
  format: 'json' | 'yaml';
  text: string;
  /** The first digits of its SHA-256, which identify a published version. */
  digest: string;
}

/**
 * Tells JSON from YAML and an OpenAPI document from anything else, without reading more of it than its first key: Exchange
 * checks the rest.
 * @throws Failure (input)
 */
export function readOpenApi(text: string): OpenApiDocument {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  if (text.trimStart().startsWith('{')) {
    const document = parsed(text);
    if (isObject(document) && ('openapi' in document || 'swagger' in document)) return { format: 'json', text, digest };
    throw notOpenApi(
      document === undefined
        ? 'It begins like JSON but is not valid JSON.'
        : 'It is JSON without a member openapi or swagger.',
    );
  }
  if (/^["']?(openapi|swagger)["']?\s*:/m.test(text)) return { format: 'yaml', text, digest };
  throw notOpenApi(
    text.startsWith('#%RAML')
      ? advice`It is RAML, which can be published in Exchange itself; ${tool('api.create')} then takes its assetId and version.`
      : 'It has no key openapi or swagger.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notOpenApi(why: Advice): Error {
  return inputFailure({
    what: 'The argument openApi is not an OpenAPI document.',
    why,
    next: 'Give the whole text of the document, JSON or YAML, or leave it out for an API without a specification.',
  });
}
