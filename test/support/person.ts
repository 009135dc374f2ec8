/** A question as the client shows it: a list to choose from. */
export interface Question {
  message: string;
  /** Of the list. */
  label: string;
  titles: string[];
  ids: string[];
}

/** A person at a client: picks one of the titles, says no, closes the form, or types what nobody offered. */
export type Person = (question: Question) => string | 'decline' | 'cancel' | { typed: string };

export const declines: Person = () => 'decline';
export const cancels: Person = () => 'cancel';

/** Types a text where the client shows no list, or does not keep to it. */
export const types =
  (typed: string): Person =>
  () => ({ typed });

/** Picks the first title that matches; fails the test's call when there is none. */
export const picks =
  (pattern: RegExp): Person =>
  ({ titles }) =>
    titles.find((title) => pattern.test(title)) ?? `none of ${titles.join('; ')} is like ${pattern}`;

/** Answers one question after the other, each in its own way; whoever is asked more often closes the form. */
export function answersWith(...persons: Person[]): Person {
  const left = [...persons];
  return (question) => (left.shift() ?? cancels)(question);
}

/** Agrees to every plan that they are shown, and chooses nothing. */
export const agreesToPlans: Person = cancels;

/** What a client answers to a form. */
export type FormAnswer =
  | { action: 'accept'; content: Record<string, string | boolean> }
  | { action: 'decline' | 'cancel' };

type List = { title: string } & (
  | { oneOf: { const: string; title: string }[] }
  | { enum: string[]; enumNames: string[] }
);

/** What the person's client answers to the parameters of an `elicitation/create`; a person agrees to every plan. */
export function answerOf(person: Person, params: unknown): FormAnswer {
  // The form is this server's own: one list called choice, or the question about a plan.
  const { message, requestedSchema } = params as {
    message: string;
    requestedSchema: { properties: { choice?: List; approve?: object; name?: { title: string } } };
  };
  const { choice: list, name } = requestedSchema.properties;
  if (list === undefined) return { action: 'accept', content: agreement(name) };
  const [ids, titles] =
    'oneOf' in list
      ? [list.oneOf.map((option) => option.const), list.oneOf.map(({ title }) => title)]
      : [list.enum, list.enumNames];
  const answer = person({ message, label: list.title, titles, ids });
  if (typeof answer === 'object') return { action: 'accept', content: { choice: answer.typed } };
  const picked = ids[titles.indexOf(answer)];
  if (picked !== undefined) return { action: 'accept', content: { choice: picked } };
  if (answer === 'decline' || answer === 'cancel') return { action: answer };
  throw new Error(answer);
}

/** A yes, or the name that the form asks for. */
function agreement(name: { title: string } | undefined): Record<string, string | boolean> {
  return name === undefined ? { approve: true } : { name: nameToType(name.title) };
}

/** The name that stands in a title, as a person types it. */
export function nameToType(title: string): string {
  const [, shown = ''] = /"(.*)"$/.exec(title) ?? [];
  return shown.replaceAll(/\\(["\\])/g, '$1');
}
