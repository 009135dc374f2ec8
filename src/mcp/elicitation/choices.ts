import { quote } from '../../core/text/quote.ts';
import type { Choice } from '../../platform/errors.ts';
import { cutSentence, inData, oneLine } from '../../platform/text.ts';
import type { CallResult } from '../calls/render.ts';
import { type ElicitationAnswers, placeOf } from './answers.ts';
import type { Before, Round } from './converse.ts';
import type { Form, Option } from './form.ts';
import type { Reply } from './reply.ts';

/** The one field of the form. */
const field = 'choice';

/** Maximum length of a title, characters: a form has little room, and names can be long. */
const maxTitle = 120;
const maxMessage = 600;

/** What a call has to know of its earlier rounds. */
export interface ChoiceMemory {
  answers: ElicitationAnswers;
  /** Where the answer to the question goes; undefined when the last question was another one. */
  asked?: string | undefined;
  /** It was asked again, because the answer was not one of its options. */
  again: boolean;
}

/** What the user has said so far. */
export interface Chosen {
  answers: ElicitationAnswers;
  /** What came of the last question. */
  reply?: Reply | undefined;
  /** It had been asked for the second time. */
  again: boolean;
}

/** Puts the last answer to the earlier ones. */
export function chosen({ memory, reply }: Before<ChoiceMemory>): Chosen {
  if (memory === undefined) return { answers: {}, again: false };
  const { answers, asked, again } = memory;
  if (asked === undefined) return { answers, again };
  const id = reply?.kind === 'accepted' ? reply.values[field] : undefined;
  return { answers: typeof id === 'string' ? { ...answers, [asked]: id } : answers, reply, again };
}

/** How a round of a call ends: what is not clear in its result is asked, if the user is still answering. */
export function roundOf(result: CallResult, before: Chosen): Round<CallResult, ChoiceMemory> {
  const { choice } = result;
  const { answers, reply, again } = before;
  const isInvalid = reply?.kind === 'invalid';
  const isAnswering = reply === undefined || reply.kind === 'accepted' || (isInvalid && !again);
  if (choice === undefined || !isAnswering) return { result: noteAnswers(result, before) };
  return {
    question: {
      form: formOf(choice, isInvalid),
      memory: { answers, asked: placeOf(choice), again: isInvalid },
      otherwise: (noReply) => noteAnswers(result, { answers, reply: noReply }),
    },
  };
}

/** The candidates as a list to choose from. */
function formOf({ argument, item, message, options }: Choice, again: boolean): Form {
  const title = item === undefined ? argument : `${argument}: ${quote(item.text)}`;
  return {
    // The words are ours, and what stands in them was quoted where the question was made; a form has one line for them.
    message: cutSentence(
      inData(oneLine(again ? `That is not one of the choices. ${message}` : message, 10_000)),
      maxMessage,
    ),
    fields: { [field]: { kind: 'choice', title, options: options.map(optionOf) } },
  };
}

/** Shown as the visible name, and the id, which distinguishes equal names. */
function optionOf({ id, name }: Choice['options'][number]): Option {
  const seen = inData(oneLine(name, maxTitle));
  const shownId = inData(oneLine(id, maxTitle));
  return { id, title: seen === '' || seen === id ? shownId : `${seen} (${shownId})` };
}

/** Adds to an error what the user answered, so that the model neither guesses nor asks again. */
function noteAnswers(result: CallResult, { answers, reply }: Pick<Chosen, 'answers' | 'reply'>): CallResult {
  const hasAnswered = Object.keys(answers).length > 0;
  const told = toldOf(reply) ?? (hasAnswered ? 'The user was asked.' : undefined);
  if (!result.isError || told === undefined) return result;
  const said = hasAnswered ? ` They answered ${JSON.stringify(answers)}.` : '';
  return { ...result, text: `${result.text}\n${told}${said}` };
}

/** What came of the last question, for the model. */
function toldOf(reply: Reply | undefined): string | undefined {
  switch (reply?.kind) {
    case 'declined':
    case 'cancelled':
      return 'The user was asked and did not choose.';
    case 'unanswered':
      return 'The user was asked and did not answer in time.';
    case 'invalid':
      return 'The user was asked, and answered with something that is not on the list.';
    case 'cannot-ask':
      return reply.why === 'client-failed' ? 'The client failed to ask the user.' : undefined;
    default:
      return undefined;
  }
}
