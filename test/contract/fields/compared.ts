import { type Fields, fieldsIn, moved } from './fields.ts';
import { elsewhere } from './lists.ts';

/** An answer beside what its document says of it. */
export interface Compared {
  id: string;
  documented: Fields;
  answered: Fields;
}

/** Puts an answer beside what the document of its operation says. */
export function comparedWith(id: string, documented: Fields, body: unknown): Compared {
  const at = elsewhere[id];
  const answered = fieldsIn(body);
  if (at === undefined) return { id, documented, answered };
  return { id, documented: moved(documented, at.from, at.to), answered: moved(answered, at.to, at.to) };
}
