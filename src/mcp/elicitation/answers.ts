import type { Choice } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';

/** A user's answers, by argument: `environment`, or `servers.1` for an item of a list. */
export type ElicitationAnswers = Readonly<Record<string, string>>;

/** Where the answer to a question goes. Arguments have no dots in their names. */
export function placeOf({ argument, item }: Pick<Choice, 'argument' | 'item'>): string {
  return item === undefined ? argument : `${argument}.${item.index}`;
}

/** What the caller wrote in the place that a question is about. */
export function textAt(args: unknown, { argument, item }: Pick<Choice, 'argument' | 'item'>): unknown {
  const value = isObject(args) ? args[argument] : undefined;
  return item === undefined ? value : Array.isArray(value) ? value[item.index] : undefined;
}

/** The arguments with every answer in its place. Other items of a list stay; a missing item is not created. */
export function applyAnswers(args: unknown, answers: ElicitationAnswers): unknown {
  if (!isObject(args)) return args;
  const changed = { ...args };
  for (const [place, id] of Object.entries(answers)) {
    const [argument = '', index] = place.split('.');
    const list = changed[argument];
    if (index === undefined) changed[argument] = id;
    else if (Array.isArray(list)) changed[argument] = list.map((item, at) => (String(at) === index ? id : item));
  }
  return changed;
}
