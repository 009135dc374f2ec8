import type { KeptUndoCall } from '../../core/plan/undo.ts';
import { jsonInside, secretPlaces, withSecrets } from '../../core/plan/undo-parts.ts';
import { listed, quote } from '../../core/text/quote.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import { commandLine } from '../../platform/command-line.ts';
import { configurationFailure, inputFailure } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import { word } from '../../platform/text.ts';
import { appVariablePrefix } from '../applications/index.ts';

/** Stands in a plan for a secret that comes with a person's agreement. It satisfies what passwords have to be. */
const placeholder = 'Typed-by-a-person-7421';

/** Secrets by name: secrets are in no journal, so somebody has to give those that a way back needs. */
export type UndoSecrets = Readonly<Record<string, string>>;

/** The names of the secrets that a way back needs from one of its calls on, such as `configuration.password`; each is another one. */
export function secretNames(calls: readonly KeptUndoCall[], from = 0): string[] {
  const names = calls.map((call, index) => secretPlaces(call.arguments).map((place) => nameOf(calls, index, place)));
  return names.slice(from).flat();
}

/** The same calls with their secrets; those that are not known yet are planned with another text in their place. */
export function completeCalls(calls: readonly KeptUndoCall[], secrets: UndoSecrets): KeptUndoCall[] {
  return calls.map((call, index) => ({
    ...call,
    // An object stays one.
    arguments: withSecrets(call.arguments, (place) => secrets[nameOf(calls, index, place)] ?? placeholder) as Record<
      string,
      unknown
    >,
  }));
}

/** A member of a list has its own name there; of several calls the later ones are numbered. */
function nameOf(calls: readonly KeptUndoCall[], index: number, place: readonly string[]): string {
  let at: unknown = calls[index]?.arguments;
  const words: string[] = [];
  for (const [depth, key] of place.entries()) {
    const inside: unknown = typeof at === 'string' ? jsonInside(at) : at;
    const isMember = Array.isArray(inside);
    at = memberOf(inside, key);
    const named = isMember && isObject(at) && typeof at['name'] === 'string' ? at['name'] : undefined;
    words.push(named ?? key);
    if (named !== undefined && place[depth + 1] === 'value') break;
  }
  return `${index === 0 ? '' : `${index + 1}.`}${words.join('.')}`;
}

function memberOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) ? value[key] : undefined;
}

/**
 * Reads secrets from variables of this server, each named as `ANYPOINT_APP_X for configuration.password`.
 * @throws Failure when a secret or a variable is another one than those that are there, or a secret is named twice
 */
export function secretsFrom(
  references: readonly string[],
  names: readonly string[],
  { settings, secrets }: Pick<ToolContext, 'settings' | 'secrets'>,
): UndoSecrets {
  const found = references.map((reference): [string, string] => {
    // With an equals sign it would look like a secret, which everything that is shown masks.
    const [, variable = '', name = ''] = /^(\S+) for (.+)$/.exec(reference.trim()) ?? [];
    if (!names.includes(name)) throw unknownSecret(names);
    return [name, variableValue(variable, settings.appVariables)];
  });
  for (const [, value] of found) secrets.addGiven(value);
  const twice = found.find(([name], index) => found.findIndex(([other]) => other === name) !== index);
  if (twice !== undefined) throw namedTwice(twice[0]);
  return Object.fromEntries(found);
}

/** What is not the name of a variable may be the secret itself, so it is not repeated. */
function variableValue(variable: string, variables: Readonly<Record<string, string>>): string {
  if (!/^\w+$/.test(variable) || !variable.startsWith(appVariablePrefix)) {
    throw inputFailure({
      what: `The argument secretsFrom takes names of variables of this server that begin with ${appVariablePrefix}, and no secrets.`,
      next: 'Do not ask for the secret in the conversation. The operator sets such a variable, or a person types the secret in a terminal.',
    });
  }
  const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
  if (value !== undefined) return value;
  throw configurationFailure({
    what: `The environment variable ${variable} is not set in the server's process.`,
    next: 'The operator sets it and restarts the server; the id of the change stays the same.',
  });
}

/** Which of the two it should be is for the caller to say. */
function namedTwice(name: string): Error {
  return inputFailure({
    what: `The argument secretsFrom names ${quote(name)} twice; nothing was changed.`,
    next: 'Name one variable for each secret.',
  });
}

function unknownSecret(names: readonly string[]): Error {
  return inputFailure({
    what: 'The argument secretsFrom names a secret that this way back does not need.',
    why: names.length === 0 ? 'It needs none.' : `It needs ${listed(names.map(quote), 'and', 20)}.`,
    next: `Write each as ${appVariablePrefix}… for name, with the name as it stands here.`,
  });
}

/** What a plan says of the secrets that it needs. */
export function secretsText(needs: readonly string[]): string {
  const references = needs.map((name) => `${appVariablePrefix}… for ${name}`);
  return `It needs ${listed(needs.map(word), 'and', 20)}; secrets are not written down. A person types ${
    needs.length === 1 ? 'it' : 'them'
  } for ${commandLine('approve')}, or names variables of this server: secretsFrom ${JSON.stringify(references)}.`;
}
