import { isZip } from '../../core/requests.ts';
import type { Asset, AssetFile } from './model.ts';

/** Asset types that are APIs and so have an API version [docs/platform/exchange.md#publish]. */
export const apiTypes: readonly string[] = ['http-api', 'rest-api', 'soap-api'];

/** The accepted asset types [docs/platform/exchange.md#publish, docs/platform/exchange.md#search]. */
export const assetTypes = [
  'http-api',
  'rest-api',
  'soap-api',
  'raml-fragment',
  'custom',
  'app',
  'policy',
  'connector',
  'template',
  'example',
  'mcp',
  'agent',
  'llm',
] as const;

const typesOfFiles: Readonly<Record<string, string>> = {
  oas: 'rest-api',
  raml: 'rest-api',
  wsdl: 'soap-api',
  'raml-fragment': 'raml-fragment',
  'mule-application': 'app',
  'mule-application-template': 'template',
  'mule-application-example': 'example',
  'mule-plugin': 'connector',
  custom: 'custom',
};

/** The asset type that follows from the files; undefined when none does. */
export function typeFromFiles(files: readonly AssetFile[]): string | undefined {
  for (const { classifier } of files) {
    const type = typesOfFiles[classifier];
    if (type !== undefined) return type;
  }
  return undefined;
}

function contentProblem({ classifier, packaging, content }: AssetFile): string | undefined {
  const name = `files.${classifier}.${packaging}`;
  if (packaging === 'zip' || packaging === 'jar') {
    return isZip(content) ? undefined : `${name}: the file is not a valid ${packaging} archive`;
  }
  if (classifier !== 'oas') return undefined;
  const text = Buffer.from(content).toString('utf8');
  if (packaging === 'yaml') {
    return /^\s*(openapi|swagger)\s*:/m.test(text) ? undefined : `${name}: the file is not an OpenAPI document`;
  }
  try {
    const document: unknown = JSON.parse(text);
    const isOpenApi =
      typeof document === 'object' && document !== null && ('openapi' in document || 'swagger' in document);
    return isOpenApi ? undefined : `${name}: the file is not an OpenAPI document`;
  } catch {
    return `${name}: the file is not valid JSON`;
  }
}

/**
 * Problems of the files of an asset. They are found while the files are processed, so they are part of the publication.
 */
export function contentProblems({ type, files }: Pick<Asset, 'type' | 'files'>): string[] {
  const problems = files.map(contentProblem).filter((problem) => problem !== undefined);
  if (type === 'app' && !files.some(({ packaging }) => packaging === 'jar')) {
    problems.push('files.mule-application.jar: an application needs its JAR');
  }
  return problems;
}
