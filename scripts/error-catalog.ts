/** Every error the server can give, read from the source: what the code says is what the catalog says. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { allTools } from '../src/services/tools.ts';

/** One place where an error is made. */
export interface ErrorSite {
  /** Whose move it is: input, configuration, permission, platform; `protocol` for an error of the request itself. */
  kind: string;
  what: string;
  why: string | undefined;
  next: string;
  /** Relative to the project. */
  file: string;
  /** Line of the call, from 1. */
  line: number;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [member: string]: unknown;
}

const makers: Readonly<Record<string, string>> = {
  inputFailure: 'input',
  configurationFailure: 'configuration',
  permissionFailure: 'permission',
  platformFailure: 'platform',
};

/** The source files in which errors can be made: all but the embedded platform, which answers as the real one does. */
export function sourceFiles(folder = 'src'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return path === 'src/emulator' ? [] : sourceFiles(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** Every error site in the files, in their order and that of lines. Paths are relative to the project. */
export function errorSites(files: readonly string[]): ErrorSite[] {
  return [...files].sort().flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const { program } = parseSync(file, source);
    const sites: ErrorSite[] = [];
    // The parser's own types name every kind of node; a walk needs only what all of them share.
    walk(program as unknown as Node, (node) => {
      const site = siteOf(node, file, source);
      if (site !== undefined) sites.push(site);
    });
    return sites;
  });
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const member of Object.values(node)) {
    const children = Array.isArray(member) ? member : [member];
    for (const child of children) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function siteOf(node: Node, file: string, source: string): ErrorSite | undefined {
  return failureSite(node, file, source) ?? protocolSite(node, file, source);
}

function failureSite(node: Node, file: string, source: string): ErrorSite | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  const { callee, arguments: given } = node;
  if (!isNode(callee) || callee.type !== 'Identifier' || !Array.isArray(given)) return undefined;
  const name = String(callee['name']);
  const [first, second] = given.filter(isNode);
  const kind = name === 'Failure' && first?.type === 'Literal' ? String(first['value']) : makers[name];
  const parts = name === 'Failure' ? second : first;
  if (kind === undefined || parts?.type !== 'ObjectExpression') return undefined;
  const texts = partsOf(parts, source);
  // An error that only passes on the texts of another is no error of its own.
  if (texts['what'] === undefined || /^\{[^}]*\}$/.test(texts['what'])) return undefined;
  return { kind, what: texts['what'], why: texts['why'], next: texts['next'] ?? '', file, line: lineOf(node, source) };
}

/** JSON-RPC errors: `new ProtocolError(code, text)`, and a text that says why something asked for is not there. */
function protocolSite(node: Node, file: string, source: string): ErrorSite | undefined {
  if (!file.startsWith('src/mcp/')) return undefined;
  const text = node.type === 'NewExpression' ? protocolErrorText(node) : problemText(node);
  if (text === undefined) return undefined;
  const what = textOf(text, source);
  if (/^\{[^}]*\}$/.test(what)) return undefined;
  return { kind: 'protocol', what, why: undefined, next: '', file, line: lineOf(node, source) };
}

function protocolErrorText({ callee, arguments: given }: Node): Node | undefined {
  if (!isNode(callee) || callee['name'] !== 'ProtocolError' || !Array.isArray(given)) return undefined;
  const [, text] = given.filter(isNode);
  return text;
}

function problemText({ type, key, value }: Node): Node | undefined {
  const isProblem = type === 'Property' && isNode(key) && key['name'] === 'problem' && isNode(value);
  return isProblem && value.type !== 'Identifier' ? value : undefined;
}

function lineOf(node: Node, source: string): number {
  return source.slice(0, node.start).split('\n').length;
}

function partsOf(object: Node, source: string): Record<string, string> {
  const properties = Array.isArray(object['properties']) ? object['properties'].filter(isNode) : [];
  const texts = properties.flatMap((property): [string, string][] => {
    const { key, value } = property;
    if (!isNode(key) || !isNode(value)) return [];
    return [[String(key['name']), textOf(value, source)]];
  });
  return Object.fromEntries(texts);
}

/** A text as a reader sees it: what is filled in at run time stands in braces. */
function textOf(node: Node, source: string): string {
  switch (node.type) {
    case 'Literal':
      return String(node['value']);
    case 'TemplateLiteral': {
      const quasis = nodesIn(node, 'quasis').map((quasi) => {
        const { value } = quasi;
        return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';
      });
      const expressions = nodesIn(node, 'expressions').map((expression) => textOf(expression, source));
      return quasis.map((quasi, index) => quasi + (expressions[index] ?? '')).join('');
    }
    case 'ConditionalExpression': {
      const [yes, no] = ['consequent', 'alternate'].map((side) => {
        const branch = node[side];
        return isNode(branch) ? textOf(branch, source) : '';
      });
      return [yes, no].filter((text) => text !== '{undefined}' && text !== '').join(' / ');
    }
    case 'ParenthesizedExpression':
      return isNode(node['expression']) ? textOf(node['expression'], source) : '';
    case 'LogicalExpression': {
      const sides = ['left', 'right'].map((side) => node[side]).filter(isNode);
      const texts = sides.map((side) => textOf(side, source));
      return texts.filter((text) => text !== '{undefined}' && text !== '').join(' / ');
    }
    case 'BinaryExpression': {
      const { left, right, operator } = node;
      // `limitMs / 1000` is one number, not two texts.
      if (operator !== '+') return isNode(left) ? textOf(left, source).replace(/Ms\}$/, '}') : '';
      return (isNode(left) ? textOf(left, source) : '') + (isNode(right) ? textOf(right, source) : '');
    }
    case 'TaggedTemplateExpression':
      return isNode(node['quasi']) ? textOf(node['quasi'], source) : '';
    case 'CallExpression':
      return adviceText(node, source) ?? placeholderOf(node, source);
    default:
      return placeholderOf(node, source);
  }
}

const placeholderOf = ({ start, end }: Node, source: string): string => `{${placeholder(source.slice(start, end))}}`;

const toolNames: ReadonlyMap<unknown, string> = new Map(allTools.map(({ operation, name }) => [operation, name]));

/** What stands for `tool('x.y')`, `call('x.y', {…})` and `advise(…)` in an answer; undefined for another call. */
function adviceText(node: Node, source: string): string | undefined {
  const { callee } = node;
  const [first, second] = nodesIn(node, 'arguments');
  const name = isNode(callee) ? callee['name'] : undefined;
  if (name === 'advise') {
    const parts = nodesIn(node, 'arguments').map((part) => textOf(part, source));
    return parts.join(' ').replace(/ (?=[.,;:)])/g, '');
  }
  if (name === 'commandLine') {
    return ['anypoint-mcp', ...nodesIn(node, 'arguments').map((part) => textOf(part, source))].join(' ');
  }
  if (first?.type !== 'Literal' || (name !== 'tool' && name !== 'call' && name !== 'thenCall')) return undefined;
  const tool = toolNames.get(first['value']);
  if (tool === undefined) throw new Error(`No tool carries out ${String(first['value'])}.`);
  const given = second === undefined ? '' : argumentsText(second, source);
  return given === '' ? tool : `${tool} {${given}}`;
}

/** The arguments of a call as JSON, with what is filled in at run time in braces. */
function argumentsText(object: Node, source: string): string {
  return nodesIn(object, 'properties')
    .map(({ key, value, argument }) => {
      if (!isNode(key) || !isNode(value)) return isNode(argument) ? placeholderOf(argument, source) : '…';
      const name = key['name'] ?? key['value'];
      return `"${String(name)}":${value.type === 'Literal' ? String(value['raw']).replaceAll("'", '"') : placeholderOf(value, source)}`;
    })
    .join(',');
}

function nodesIn(node: Node, member: string): Node[] {
  const list = node[member];
  return Array.isArray(list) ? list.filter(isNode) : [];
}

/** Words that say how something is written, not what it is. */
const unsaying = new Set(
  'quote String JSON stringify join map filter scopeName apiName policyName called listed cell count length undefined null'.split(
    ' ',
  ),
);

/** `quote(search.kind)` → `kind`: the last telling word of an expression says what is filled in. */
function placeholder(expression: string): string {
  // Between what is listed stands ` and `, which is no name.
  const code = expression.replace(/'[^'\n]*'/g, '');
  if (/\.length$/.test(code)) return 'number';
  const words = code.match(/[A-Za-z_]\w*/g) ?? [];
  return words.filter((word) => !unsaying.has(word)).at(-1) ?? words[0] ?? '…';
}

const kindHeads: Readonly<Record<string, string>> = {
  input: 'Invalid input',
  configuration: 'The configuration has to change',
  permission: 'A permission is missing',
  platform: 'The platform, or the way to it, failed',
  protocol: 'The request itself cannot be answered (a JSON-RPC error)',
};

/** `docs/reference/errors.md`. */
export function errorCatalog(sites: readonly ErrorSite[]): string {
  const sections = Object.entries(kindHeads).map(([kind, head]) => {
    const rows = sites.filter((site) => site.kind === kind);
    const table = rows.map(
      ({ what, why, next, file }) =>
        `| ${[what, why ?? '', next, `\`${file.replace('src/', '')}\``].map(cell).join(' | ')} |`,
    );
    return `## ${head}\n\n| What is said | Why | Next step | Where |\n| --- | --- | --- | --- |\n${table.join('\n')}\n`;
  });
  return `# Errors

Every error that a tool, a resource or a prompt can give, ${sites.length} in all, by whose move it is. It is generated from the source (\`npm run generate\`); what is filled in at run time stands in braces. \`npm run check:errors\`, after \`npm run test:coverage\`, checks that a test has produced each; it is a step of CI.

A text ends with a line such as \`(invalid input; GET /accounts/api/me; HTTP 404)\`: whose move it is, the request behind it, whether the same call may work later unchanged, and whether a change may have happened.

${sections.join('\n')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
