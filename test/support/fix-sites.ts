import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { allTools } from '../../src/services/tools.ts';
import type { Found } from './fixes.ts';

// What the source can print as a fix, to be compared with what tests have carried out.

interface Node {
  type: string;
  start: number;
  [member: string]: unknown;
}

/** A place in the source that prints a call, or a kind of finding with its fix. */
interface Site {
  where: string;
  what: string;
  isCoveredBy(found: Found): boolean;
}

/** Kinds of findings and calls of fixes in the source that no finding of these has. */
export function uncovered(files: readonly string[], findings: readonly Found[]): string[] {
  return files
    .flatMap(sitesIn)
    .filter((site) => !findings.some((found) => site.isCoveredBy(found)))
    .map(({ where, what }) => `${where} ${what}`);
}

/** The TypeScript files of a folder. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}

function sitesIn(file: string): Site[] {
  const source = readFileSync(file, 'utf8');
  const sites: Site[] = [];
  // The parser's own types name every kind of node; a walk needs only what all of them share.
  walk(parseSync(file, source).program as unknown as Node, (node) => {
    const site = callSite(node) ?? findingSite(node, source);
    const line = source.slice(0, node.start).split('\n').length;
    if (site !== undefined) sites.push({ where: `${file}:${line}`, ...site });
  });
  return sites;
}

/** `call('gateway.update', { gateway: id, size: 'large' })`: a call with at least these arguments and these literal values. */
function callSite(node: Node): Omit<Site, 'where'> | undefined {
  const { callee, arguments: given } = node;
  if (node.type !== 'CallExpression' || !isNode(callee) || !Array.isArray(given)) return undefined;
  if (callee['name'] !== 'call' && callee['name'] !== 'thenCall') return undefined;
  const [operation, args] = given.filter(isNode);
  if (operation?.type !== 'Literal') return undefined;
  const tool = allTools.find((one) => one.operation === operation['value'])?.name;
  const properties = args?.type === 'ObjectExpression' && Array.isArray(args['properties']) ? args['properties'] : [];
  const wanted = properties.filter(isNode).flatMap((property) => {
    const { key, value } = property;
    if (property['computed'] === true || !isNode(key) || !isNode(value)) return [];
    return [
      { name: String(key['name'] ?? key['value']), literal: value.type === 'Literal' ? value['value'] : undefined },
    ];
  });
  return {
    what: `${String(operation['value'])} {${wanted.map(({ name }) => name).join(', ')}}`,
    isCoveredBy: ({ calls = [] }) =>
      calls.some(
        (call) =>
          call.tool === tool &&
          wanted.every(
            ({ name, literal }) =>
              Object.hasOwn(call.arguments, name) && (literal === undefined || call.arguments[name] === literal),
          ),
      ),
  };
}

/** `{ what: …, fix: … }`: a finding whose words are these, with anything where the source has an expression. */
function findingSite(node: Node, source: string): Omit<Site, 'where'> | undefined {
  const members = node.type === 'ObjectExpression' && Array.isArray(node['properties']) ? node['properties'] : [];
  const member = (name: string): Node | undefined =>
    members.filter(isNode).find(({ key }) => isNode(key) && key['name'] === name);
  const words = member('what')?.['value'];
  if (member('fix') === undefined || !isNode(words)) return undefined;
  const pattern = patternOf(words);
  // Words that are decided elsewhere; their calls are sites of their own.
  if (pattern === undefined) return undefined;
  return {
    what: `finding ${source.slice(words.start, Number(words['end']))}`,
    isCoveredBy: ({ what }) => pattern.test(what),
  };
}

function patternOf(node: Node): RegExp | undefined {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return new RegExp(`^${escaped(node['value'])}$`);
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return undefined;
  const texts = node['quasis'].filter(isNode).map(({ value }) => escaped((value as { cooked: string }).cooked));
  return new RegExp(`^${texts.join('.*')}$`, 's');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
