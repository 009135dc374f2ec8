import type { Advice } from '../../platform/advice.ts';
import {
  escaped,
  inData,
  oneLine,
  type PlatformText,
  printable,
  type Sentence,
  shortened,
  word,
} from '../../platform/text.ts';
import type { ToolCall } from '../tools/calls.ts';
import type { Undo } from './undo.ts';

/** A value in a plan, as JSON has it. */
export type PlanValue = string | number | boolean | null | PlanValue[] | { [key: string]: PlanValue };

/**
 * Everything that is set on a thing, under the same names where it is created and where it is removed: what is not set
 * is null, and what it has none of is empty. Secrets are masked. What the platform changes by itself is left out.
 */
export type ThingSettings = Readonly<Record<string, PlanValue>>;

/** One setting before and after; a missing side means that it was not there or will not be. */
export interface Change {
  setting: string;
  before?: PlanValue;
  after?: PlanValue;
}

/**
 * What a step does to its thing. `stop` is whatever ends something that works now, also for a moment or in part: a
 * restart, a disabling, a revocation, a reset.
 */
export const stepKinds = ['create', 'update', 'remove', 'stop'] as const;
export type StepKind = (typeof stepKinds)[number];

/** The thing that a step creates or changes: what a person is asked about, and what a policy matches by name. */
export interface StepThing {
  /** For people, singular: `gateway`, `API instance`. A policy applied to an API counts as part of that API. */
  kind: string;
  /** Undefined while it does not exist. */
  id?: string | undefined;
  name: PlatformText;
}

/** One thing that will be done, as a sentence in the imperative, with what it changes. */
export interface Step {
  kind: StepKind;
  thing: StepThing;
  /** Other things that it changes as well, such as the servers that a cluster takes in: policies match them, too. */
  also?: readonly StepThing[];
  action: Sentence;
  changes: Change[];
}

/**
 * What a write is going to do. `intent` is what `apply` needs; nothing else sees it. A plan without steps means that
 * everything already has these values.
 */
export interface Plan<Intent> {
  summary: Sentence;
  steps: Step[];
  warnings: Advice[];
  /** What goes with it or stops working, as the platform's own lists have it. */
  affected?: readonly Affected[];
  /** How it can be taken back, or what is lost for good. */
  undo: Undo;
  /**
   * Of a creation what it makes, of a removal what goes: not shown, but compared where the creation is taken back, so
   * that nothing is removed that has become another thing.
   */
  settings?: ThingSettings;
  intent: Intent;
}

/** Something else that a write deletes, stops or cuts off. */
export interface Affected {
  /** For people, singular: `application`. */
  kind: string;
  id: string;
  name: PlatformText;
  /** Kind, name and id, for a sentence. */
  title: Sentence;
  /** What happens to it: `stops answering`. */
  consequence: Sentence;
}

/** The environment in which a write acts. */
export interface PlanEnvironment {
  id: string;
  name: PlatformText;
  /** `production`, `sandbox` or `design`, where the platform says so. */
  type?: string | undefined;
  organization: { id: string; name: PlatformText };
}

/** A plan as results carry it: everything but the intent, in words. */
export interface PlanFacts {
  /** Begins with the environment, where it acts in one. */
  summary: string;
  environment?: PlanEnvironment | undefined;
  steps: Step[];
  affected?: readonly Affected[] | undefined;
  warnings: string[];
  /** Undefined when nothing changes. */
  undo?: PlanUndo | undefined;
}

/** The way back as results carry it. */
export interface PlanUndo {
  /** The calls that take it back, in order; empty when it cannot be taken back. */
  calls: ToolCall[];
  /** What is lost for good, or what is not as before after taking it back. */
  lost?: string | undefined;
}

/** Longest text of a value, characters; the structured plan has all of it. */
const maxText = 300;
/** The same for a list or object, whose members count for themselves. */
const maxStructure = 2_000;

/** `setting: before → after`, one line. */
export function changeLine({ setting: path, before, after }: Change): PlatformText {
  // The platform's own words may be part of the path.
  const setting = inData(oneLine(path));
  if (before === undefined) return `${setting}: ${inData(valueText(after))}`;
  if (after === undefined) return `${setting}: ${inData(valueText(before))} → removed`;
  return `${setting}: ${inData(valueText(before))} → ${inData(valueText(after))}`;
}

/** The same in a sentence: what the platform or the caller wrote is quoted unless it is one word. */
export function changeWords({ setting, before, after }: Change): Sentence {
  if (before === undefined) return `${word(setting)}: ${valueWords(after)}`;
  return `${word(setting)}: ${valueWords(before)} → ${after === undefined ? 'removed' : valueWords(after)}`;
}

function valueWords(value: PlanValue | undefined): Sentence {
  if (value === undefined) return 'not set';
  return word(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A call of the way back, one line. Long values are shortened; the structured plan has all of them. */
export function callLine({ tool, arguments: args }: ToolCall): string {
  return `${tool} ${inData(escaped(JSON.stringify(args, shortMember)))}`;
}

/** A value that cannot be shown as it is is written as JSON, so that a person who agrees to a plan sees exactly what will be set. */
function valueText(value: PlanValue | undefined): PlatformText {
  if (value === undefined) return 'not set';
  const isPlain = typeof value === 'string' && printable(value) === value;
  const text = isPlain ? value : escaped(JSON.stringify(value, shortMember));
  const max = typeof value === 'string' ? maxText : maxStructure;
  return text.length > max ? `${inData(shortened(text, max))} (${text.length} characters)` : text;
}

/** Shortens long members, so that none crowds out the others; each says its full length. */
function shortMember(key: string, value: unknown): unknown {
  return key !== '' && typeof value === 'string' ? shortened(value, maxText) : value;
}
