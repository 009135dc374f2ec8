import { fileURLToPath } from 'node:url';
import { type Expression, type Node, SyntaxKind } from 'typescript/unstable/ast';
import {
  isBinaryExpression,
  isCallExpression,
  isPropertyAccessExpression,
  isTemplateSpan,
} from 'typescript/unstable/ast/is';
import { API, type Checker, type Type } from 'typescript/unstable/sync';

/** Where a text from the platform is put together with our own words, unquoted. */
export interface Mixture {
  /** Below the folder of the project, with the line. */
  at: string;
  text: string;
}

/** Parts of texts: what stands in a template, on either side of a plus, or is joined. */
function partsIn(node: Node): Expression[] {
  if (isTemplateSpan(node)) return [node.expression];
  if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken) return [node.left, node.right];
  if (
    isCallExpression(node) &&
    isPropertyAccessExpression(node.expression) &&
    ['join', 'concat'].includes(node.expression.name.text)
  ) {
    return [node.expression.expression];
  }
  return [];
}

/** Finds every mixture in the files of a project of TypeScript. */
export function mixtures(root: URL, isLookedAt: (file: string) => boolean): Mixture[] {
  const folder = fileURLToPath(root);
  const config = `${folder}tsconfig.json`;
  const api = new API({ cwd: folder });
  try {
    const project = api.updateSnapshot({ openProject: config }).getProject(config);
    if (project === undefined) throw new Error(`${config} is no project.`);
    const { program, checker } = project;
    return program.getSourceFileNames().flatMap((name) => {
      const file = name.slice(folder.length);
      const source = name.startsWith(folder) && isLookedAt(file) ? program.getSourceFile(name) : undefined;
      if (source === undefined) return [];
      const parts: Expression[] = [];
      const walk = (node: Node): void => {
        parts.push(...partsIn(node));
        node.forEachChild((child) => {
          walk(child);
          return undefined;
        });
      };
      walk(source);
      const types = parts.length === 0 ? [] : checker.getTypeAtLocation(parts);
      return parts
        .filter((_, index) => isFromPlatform(types[index], checker))
        .map((part) => {
          const start = part.getStart(source);
          const line = source.text.slice(0, start).split('\n').length;
          return { at: `${file}:${line}`, text: source.text.slice(start, part.end) };
        });
    });
  } finally {
    api.close();
  }
}

/** True for a text of the platform, for one that may be missing, and for a list of them. */
function isFromPlatform(type: Type | undefined, checker: Checker): boolean {
  return type !== undefined && /\bPlatformText\b/.test(checker.typeToString(type));
}
