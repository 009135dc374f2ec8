import { isObject } from '../../platform/json.ts';
import { secretMask } from '../../platform/masking/spans.ts';
import { diff } from './diff.ts';
import type { Change, PlanValue, ThingSettings } from './plan.ts';

/** What was made and is another value now. Settings that were not written down when it was made are not compared. */
export function settingsChanges(made: ThingSettings, now: ThingSettings): Change[] {
  const known = Object.keys(made).filter((key) => Object.hasOwn(now, key));
  const of = (settings: ThingSettings) => Object.fromEntries(known.map((key) => [key, settings[key]]));
  return diff(of(made), of(now)).filter(({ before, after }) => !isSameShown(before, after));
}

/**
 * Whether two values are the same as far as they may be shown. A mask may stand for anything: one process has heard of a
 * secret that the other one has not.
 */
export function isSameShown(one: PlanValue | undefined, other: PlanValue | undefined): boolean {
  if (typeof one === 'string' && typeof other === 'string') {
    const [first, second] = [withoutNews(one), withoutNews(other)];
    return isMaskOf(first, second) || isMaskOf(second, first);
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((member, index) => isSameShown(member, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSameShown(one[key], other[key]));
}

/** How plans show a value that they hide: that it is a new one is said of one side only. */
function withoutNews(shown: string): string {
  return shown.replace(/^\((secure|hidden|not shown), new value\)$/, '($1)');
}

function isMaskOf(masked: string, text: string): boolean {
  if (masked === text) return true;
  if (!masked.includes(secretMask)) return false;
  // Stryker disable next-line StringLiteral: a text that holds a mask has a part before it.
  const [first = '', ...rest] = masked.split(secretMask);
  // Stryker disable next-line StringLiteral: and one after it.
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  // What stands between the masks comes in this order.
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
