import { createHash } from 'node:crypto';

/** Members that tell when the platform last changed something. */
const modificationTimes: readonly string[] = ['updatedAt'];
/** Members that change although nothing relevant changed. */
const volatile: ReadonlySet<string> = new Set([...modificationTimes, 'lastActiveAt']);
/** Members that list what could not be read this time. */
const gaps: readonly string[] = ['unreadable'];

/** When what a read tool returned was last changed, ISO 8601: for a listing the newest of its rows; undefined when it does not say. */
export function lastModifiedOf(result: unknown): string | undefined {
  let newest = Number.NEGATIVE_INFINITY;
  visit(result, (name, value) => {
    if (typeof value !== 'string' || !modificationTimes.includes(name)) return;
    const time = Date.parse(value);
    if (time > newest) newest = time;
  });
  return newest === Number.NEGATIVE_INFINITY ? undefined : new Date(newest).toISOString();
}

function visit(value: unknown, see: (name: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    see(name, member);
    visit(member, see);
  }
}

/** What two readings of a resource are compared by. */
export interface Fingerprint {
  /** What could not be read. Readings with different gaps cannot be compared. */
  gaps: string;
  digest: string;
}

/**
 * The fingerprint of a read result, without times that change by themselves, without the reasons of unreadable parts, and regardless of the order of things with an id.
 */
export function fingerprintOf(result: Readonly<Record<string, unknown>>): Fingerprint {
  const missing = gaps.flatMap((name) => (Array.isArray(result[name]) ? result[name].map(gapText) : []));
  const rest = Object.fromEntries(Object.entries(result).filter(([name]) => !gaps.includes(name)));
  return {
    gaps: missing.sort().join('\n'),
    digest: createHash('sha256')
      .update(JSON.stringify(stable(rest)))
      .digest('base64'),
  };
}

/** What is unreadable, without the reason, which may vary. */
function gapText(gap: unknown): string {
  if (typeof gap === 'string') return gap.split(':', 1).join('');
  return JSON.stringify(gap, (name, value) => (name === 'reason' ? undefined : value));
}

function stable(value: unknown): unknown {
  if (Array.isArray(value)) {
    const members = value.map(stable);
    return members.every(hasId) ? members.map((member) => JSON.stringify(member)).sort() : members;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !volatile.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, stable(member)]),
  );
}

function hasId(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'id' in value;
}
