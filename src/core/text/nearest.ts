/** Maximum number of suggestions for a mistyped name. */
export const maxSuggestions = 5;

/** Something that has a name. */
interface Named {
  name: string;
}

/** Characters of a name that count when names are compared. */
const maxCompared = 200;

/** The candidates whose names are closest, best first. */
export function nearest<T extends Named>(text: string, candidates: readonly T[]): T[] {
  const folded = compared(text);
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(folded, compared(candidate.name)) }))
    .sort((a, b) => a.distance - b.distance || a.candidate.name.localeCompare(b.candidate.name))
    .slice(0, maxSuggestions)
    .map(({ candidate }) => candidate);
}

/** Comparing costs the product of the lengths, and names can be of any length. */
function compared(name: string): string {
  return name.slice(0, maxCompared).toLowerCase();
}

/** Edit distance; a name that contains the text counts as close, whatever its length. */
function distanceTo(text: string, name: string): number {
  if (text !== '' && name.includes(text)) return 0.5;
  return editDistance(text, name);
}

/** Levenshtein distance of two texts. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
