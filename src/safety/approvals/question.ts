import type { Change, PlanFacts, PlanValue } from '../../core/plan/plan.ts';
import { capitalize } from '../../core/text/quote.ts';
import {
  cutSentence,
  escaped,
  inData,
  type PlatformText,
  type Sentence,
  shortened,
  word,
} from '../../platform/text.ts';

/** A plan as a person is asked about it, in every place where they are asked. */
export interface Question {
  /** Lines to read: what, where, before and after, what goes with it, how it is taken back. */
  text: string;
  /** What the person has to type instead of a yes: the name of what production loses, never empty. */
  typedName?: string | undefined;
  /** The names of secrets that the person has to type, where they can be asked without an echo. */
  secrets?: readonly string[] | undefined;
}

/** Changes and other things that a question shows; the rest is counted. */
const maxLines = 12;

/** Longest line, characters: no long value may push what is lost for good out of sight. */
const maxLine = 240;

/** Longest text of a value, characters: the one after it has to fit into the line, too. */
const maxValue = 100;

/** Longest line about what is lost for good, characters: it is what people have to know, and stands last. */
const maxLoss = 1_500;

/** The question about a plan, which may need secrets. It needs no other text beside it. */
export function questionOf(plan: PlanFacts, secrets: readonly string[] = []): Question {
  const typedName = nameToType(plan);
  return {
    text: [
      // With the environment, where it acts in one.
      inData(capitalize(plan.summary)),
      ...whereLines(plan),
      ...shortList(plan.steps.flatMap(stepLines)),
      ...affectedLines(plan),
      ...shortList(plan.warnings.map((warning) => `Warning: ${warning}`)),
    ]
      .map((line) => cutSentence(line, maxLine))
      .concat(cutSentence(undoText(plan), maxLoss))
      .join('\n'),
    ...(typedName === undefined ? {} : { typedName }),
    ...(secrets.length === 0 ? {} : { secrets }),
  };
}

/** What is said of the place beyond its name: that it is production, or may be, or that there is none. */
function whereLines({ environment }: PlanFacts): string[] {
  if (environment === undefined) return ['This is outside of any environment.'];
  const { name, type } = environment;
  if (type === 'production') return [`${inQuotes(name)} is PRODUCTION.`];
  return type === undefined ? [`The platform does not say whether ${inQuotes(name)} is production.`] : [];
}

function stepLines({ action, thing, changes }: PlanFacts['steps'][number]): string[] {
  const id = thing.id === undefined ? '' : ` (${thing.id})`;
  return [
    `${thing.kind} ${inQuotes(thing.name)}${id}: ${action}`,
    ...changes.map((change) => `  ${changeText(change)}`),
  ];
}

/** A question has no fence: what the platform or the caller wrote is quoted there, unless it is one word. */
function changeText({ setting, before, after }: Change): Sentence {
  if (before === undefined) return `${word(setting)}: ${valueText(after)}`;
  return `${word(setting)}: ${valueText(before)} → ${after === undefined ? 'removed' : valueText(after)}`;
}

function valueText(value: PlanValue | undefined): Sentence {
  if (value === undefined) return 'not set';
  // JSON quotes the texts in it.
  if (typeof value !== 'string') return inData(escaped(JSON.stringify(value)));
  const shown = shortened(value, maxValue);
  return word(shown) === shown ? inData(shown) : inQuotes(shown);
}

function affectedLines({ affected = [] }: PlanFacts): string[] {
  if (affected.length === 0) return [];
  return ['Also affected:', ...shortList(affected.map(({ title, consequence }) => `  ${title} ${consequence}`))];
}

function undoText({ undo }: PlanFacts): string {
  if (undo === undefined || undo.calls.length === 0)
    return `This cannot be taken back. Lost for good: ${undo?.lost ?? 'what is shown above.'}`;
  return undo.lost === undefined
    ? 'It can be taken back.'
    : `It can be taken back, but not everything is then as before: ${undo.lost}`;
}

function shortList(lines: readonly string[]): string[] {
  if (lines.length <= maxLines) return [...lines];
  return [...lines.slice(0, maxLines), `  … and ${lines.length - maxLines} more`];
}

/**
 * A name exactly as a person types it. What cannot be seen stands there as `\u001b`, also where it was written so before:
 * what is shown has been made visible already, and a second time would show other characters.
 */
export function inQuotes(name: PlatformText): Sentence {
  return `"${inData(escaped(name)).replaceAll(/"|\\(?!u[\da-f]{4})/g, '\\$&')}"`;
}

/** Where it is production, or may be, the name of the first thing that a plan removes; its id where it has no name. */
function nameToType({ environment, steps }: PlanFacts): string | undefined {
  if (environment !== undefined && (environment.type ?? 'production') !== 'production') return undefined;
  const thing = steps.find(({ kind }) => kind === 'remove')?.thing;
  if (thing === undefined) return undefined;
  return [thing.name, thing.id ?? ''].find((text) => text.trim() !== '') ?? thing.kind;
}

/** Whether what a person has typed is the name that a question asks for; keyboards compose letters in their own way. */
export function isTypedName(typed: string | undefined, name: string): boolean {
  const plain = (text: string): string => text.normalize('NFC').trim();
  return typed !== undefined && plain(typed) !== '' && plain(typed) === plain(name);
}
