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

/** Every TypeScript file below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

function sitesIn(file: string): Site[] {
  const source = readFileSync(file, 'utf8');
  // The parser's own types name every kind of node; a walk needs only what all of them share.
  const program = parseSync(file, source).program as unknown as Node;
  const said = saidAround(program);
  const sites: Site[] = [];
  walk(program, (node) => {
    const around = said.get(node) ?? [anywhere];
    const found = [...around.map((words) => callSite(node, words)), findingSite(node, source)];
    const line = source.slice(0, node.start).split('\n').length;
    for (const site of found) if (site !== undefined) sites.push({ where: `${file}:${line}`, ...site });
  });
  return sites;
}

/** Our own words just before and after a call. They tell which of several places that print the same call has printed it. */
interface Around {
  before: string;
  after: string;
}

const anywhere: Around = { before: '', after: '' };

/**
 * The words around each call that stands in a template: itself, as one of two, or as the constant that holds it.
 * A call that is said in several ways is as many places.
 */
function saidAround(program: Node): ReadonlyMap<Node, Around[]> {
  const held = new Map<string, Node>();
  const said = new Map<Node, Around[]>();
  const add = (value: Node | undefined, words: Around): void => {
    if (value === undefined) return;
    if (value.type === 'ConditionalExpression') {
      for (const branch of [value['consequent'], value['alternate']]) if (isNode(branch)) add(branch, words);
    }
    const call = value.type === 'Identifier' ? held.get(String(value['name'])) : value;
    if (call?.type === 'CallExpression') said.set(call, [...(said.get(call) ?? []), words]);
  };
  walk(program, (node) => {
    const { id, init } = node;
    if (node.type === 'VariableDeclarator' && isNode(id) && isNode(init)) held.set(String(id['name']), init);
    const { quasis, expressions } = node;
    if (node.type !== 'TemplateLiteral' || !Array.isArray(quasis) || !Array.isArray(expressions)) return;
    const texts = quasis.filter(isNode).map(({ value }) => (value as { cooked: string }).cooked);
    for (const [index, value] of expressions.filter(isNode).entries())
      add(value, { before: texts[index] ?? '', after: texts[index + 1] ?? '' });
  });
  return said;
}

/** Calls that a test of all tools makes: those that read a write again, and those of examples. */
function isNotPrinted({ type, key }: Node): boolean {
  return type === 'Property' && isNode(key) && ['readAgain', 'first'].includes(String(key['name']));
}

/** `call('gateway.update', { gateway: id, size: 'large' })`: a call with at least these arguments and these literal values. */
function callSite(node: Node, { before, after }: Around): Omit<Site, 'where'> | undefined {
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
    what: `${before}${String(operation['value'])} {${wanted.map(({ name }) => name).join(', ')}}${after}`,
    isCoveredBy: ({ fix, calls = [] }) =>
      calls.some(
        (call) =>
          call.tool === tool &&
          fix.includes(`${before}${printed(call)}${after}`) &&
          wanted.every(
            ({ name, literal }) =>
              Object.hasOwn(call.arguments, name) && (literal === undefined || call.arguments[name] === literal),
          ),
      ),
  };
}

/** A call as texts have it. */
function printed({ tool, arguments: args }: { tool: string; arguments: Record<string, unknown> }): string {
  return Object.keys(args).length === 0 ? tool : `${tool} ${JSON.stringify(args)}`;
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
  if (isNotPrinted(node)) return;
  visit(node);
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
