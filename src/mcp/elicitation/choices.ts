import { createHash } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { quote } from '../../core/text/quote.ts';
import type { Choice } from '../../platform/errors.ts';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { cutSentence, inData, oneLine } from '../../platform/text.ts';
import type { CallResult } from '../calls/render.ts';
import { type ElicitationAnswers, placeOf } from './answers.ts';

/** Key of the one question that a round asks. */
const question = 'choice';

/** Maximum length of a title, characters: a form has little room, and names can be long. */
const maxTitle = 120;
const maxMessage = 600;

/** Clients and the SDK give up on a call that asks more often; our own error is more helpful than theirs. */
const maxQuestions = 8;

/** Whether another question makes sense: the user still answers, and the client can show a form. */
export function mayAsk({ rounds, last }: Elicitation, server: Server, ctx: ServerContext): boolean {
  return last !== 'declined' && last !== 'unlisted twice' && rounds < maxQuestions && canAsk(server, ctx);
}

/** Since 2026-07-28 each request declares the client's capabilities; before, `initialize` does. */
function canAsk(server: Server, ctx: ServerContext): boolean {
  // The envelope is typed by a loose record that forgets its own keys.
  const envelope: Partial<Record<string, unknown>> = ctx.mcpReq.envelope ?? {};
  const inRequest = envelope[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  const stated = inRequest ?? server.getClientCapabilities();
  return stated !== undefined && asksByForm(stated);
}

/** An empty `elicitation` means forms: that is what the capability was before it had modes. */
function asksByForm({ elicitation }: ClientCapabilities): boolean {
  if (elicitation === undefined) return false;
  return elicitation.form !== undefined || elicitation.url === undefined;
}

/** The user's answers in this round and earlier ones. */
export interface Elicitation {
  answers: ElicitationAnswers;
  /** How often they were asked. */
  rounds: number;
  /** What happened to the last question, unless the answer was one of its options. */
  last?: 'declined' | 'unlisted' | 'unlisted twice';
}

/**
 * Reads the answers of a repeated call. Earlier answers travel with the client as request state; they need no signature, because a client could have given these arguments itself. A new answer is different: people type them, and only a listed option may become what a call deletes.
 */
export function readElicitation(ctx: ServerContext): Elicitation {
  const { answers, asked, offered, rounds, again } = parsedState(ctx.mcpReq.requestState());
  const answer = inputResponse(ctx.mcpReq.inputResponses, question);
  if (answer.kind !== 'elicit') return { answers, rounds };
  const given = answer.action === 'accept' ? answer.content?.[question] : undefined;
  if (asked === undefined || typeof given !== 'string') return { answers, rounds, last: 'declined' };
  const id = offeredId(given, offered);
  if (id === undefined) return { answers, rounds, last: again ? 'unlisted twice' : 'unlisted' };
  return { answers: { ...answers, [asked]: id }, rounds };
}

/** The option that an answer names: by id, or by a unique title. */
function offeredId(given: string, offered: readonly Offered[]): string | undefined {
  if (offered.some(([id]) => id === given)) return given;
  const titled = offered.filter(([, title]) => title === fingerprint(given));
  return titled.length === 1 ? titled[0]?.[0] : undefined;
}

/** The question, with the candidates as a list to choose from. */
export function ask(choice: Choice, { answers, rounds, last }: Elicitation): InputRequiredResult {
  const { argument, item, options } = choice;
  const again = last === 'unlisted';
  const message = again ? `That is not one of the choices. ${choice.message}` : choice.message;
  const titled = options.map((option) => ({ const: option.id, title: titleOf(option) }));
  const offered = titled.map(({ const: id, title }): Offered => [id, fingerprint(title)]);
  const state: State = { answers, asked: placeOf(choice), offered, rounds: rounds + 1, again };
  return inputRequired({
    inputRequests: {
      [question]: inputRequired.elicit({
        message: cutSentence(message, maxMessage),
        requestedSchema: {
          type: 'object',
          properties: {
            [question]: {
              type: 'string',
              title: item === undefined ? argument : `${argument}: ${quote(item.text)}`,
              oneOf: titled,
            },
          },
          required: [question],
        },
      }),
    },
    requestState: JSON.stringify(state),
  });
}

/** The visible name, and the id, which distinguishes equal names. */
function titleOf({ id, name }: Choice['options'][number]): string {
  const seen = inData(oneLine(name, maxTitle));
  return seen === '' || seen === id ? oneLine(id, maxTitle) : `${seen} (${inData(oneLine(id, maxTitle))})`;
}

/** Adds to an error what the user answered, so that the model neither guesses nor asks again. */
export function noteAnswers(result: CallResult, { answers, rounds, last }: Elicitation): CallResult {
  const said = Object.keys(answers).length === 0 ? '' : ` They answered ${JSON.stringify(answers)}.`;
  if (!result.isError || (last === undefined && rounds === 0 && said === '')) return result;
  const end =
    last === undefined
      ? ''
      : last === 'declined'
        ? ' and did not choose'
        : ', and answered with something that is not on the list';
  return { ...result, text: `${result.text}\nThe user was asked${end}.${said}` };
}

/** An option as the state carries it: its id, and its title in short. */
type Offered = readonly [id: string, title: string];

/** What travels with the client between two rounds. */
interface State {
  answers: ElicitationAnswers;
  /** Where the answer to the question goes. */
  asked: string | undefined;
  /** What it offered. */
  offered: readonly Offered[];
  rounds: number;
  /** The question was asked again, because the answer was not one of its options. */
  again: boolean;
}

/** Long enough to tell fifty titles apart. */
function fingerprint(title: string): string {
  return createHash('sha256').update(title).digest('base64url').slice(0, 10);
}

function parsedState(state: unknown): State {
  const value = typeof state === 'string' ? objectIn(state) : {};
  const { answers, asked, offered, rounds, again } = value;
  const texts = isObject(answers)
    ? Object.entries(answers).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    : [];
  return {
    answers: Object.fromEntries(texts),
    asked: typeof asked === 'string' ? asked : undefined,
    offered: Array.isArray(offered) ? offered.filter(isOffered) : [],
    rounds: typeof rounds === 'number' ? rounds : 0,
    again: again === true,
  };
}

function isOffered(value: unknown): value is Offered {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string';
}

function objectIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
