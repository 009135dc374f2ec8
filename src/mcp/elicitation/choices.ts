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
import { oneLine } from '../../platform/text.ts';
import type { CallResult } from '../calls/render.ts';
import { type Chosen, placeOf } from './answers.ts';

/** Key of the one question that a round asks. */
const question = 'choice';

/** A form has little room, and names are whatever somebody typed, characters. */
const maxTitle = 120;
const maxMessage = 600;

/** Clients and the SDK give up on a call that asks more often; our own error then tells more than theirs. */
const maxQuestions = 8;

/** Whether one more question makes sense: the user still answers what is asked, and the client can put a form before them. */
export function mayAsk({ rounds, last }: Choices, server: Server, ctx: ServerContext): boolean {
  return last !== 'declined' && last !== 'unlisted answer twice' && rounds < maxQuestions && canAsk(server, ctx);
}

/** Each request says in 2026-07-28 what its client can do, `initialize` before. */
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

/** What the user has chosen in this round and those before. */
export interface Choices {
  chosen: Chosen;
  /** How often they were asked. */
  rounds: number;
  /** What came of the last question, unless it was answered by one of what it offered. */
  last?: 'declined' | 'unoffered' | 'unlisted answer twice';
}

/**
 * Reads the choices of a repeated call. What earlier rounds chose travels with the client as request state; it needs no
 * seal, because a client could as well have given these arguments itself. An answer is another matter: people type them,
 * and what was not put before them must not become what a call deletes.
 */
export function readChoices(ctx: ServerContext): Choices {
  const { chosen, asked, offered, rounds, again } = parsedState(ctx.mcpReq.requestState());
  const answer = inputResponse(ctx.mcpReq.inputResponses, question);
  if (answer.kind !== 'elicit') return { chosen, rounds };
  const given = answer.action === 'accept' ? answer.content?.[question] : undefined;
  if (asked === undefined || typeof given !== 'string') return { chosen, rounds, last: 'declined' };
  const id = offeredId(given, offered);
  if (id === undefined) return { chosen, rounds, last: again ? 'unlisted answer twice' : 'unoffered' };
  return { chosen: { ...chosen, [asked]: id }, rounds };
}

/** The option that is meant by an answer: by its id, or by the title that it alone has. */
function offeredId(given: string, offered: readonly Offered[]): string | undefined {
  if (offered.some(([id]) => id === given)) return given;
  const titled = offered.filter(([, title]) => title === fingerprint(given));
  return titled.length === 1 ? titled[0]?.[0] : undefined;
}

/** The question, with the candidates as a list to choose from. */
export function ask(choice: Choice, { chosen, rounds, last }: Choices): InputRequiredResult {
  const { argument, item, options } = choice;
  const again = last === 'unoffered';
  const message = again ? `That is not one of the choices. ${choice.message}` : choice.message;
  const titled = options.map((option) => ({ const: option.id, title: titleOf(option) }));
  const offered = titled.map(({ const: id, title }): Offered => [id, fingerprint(title)]);
  const state: State = { chosen, asked: placeOf(choice), offered, rounds: rounds + 1, again };
  return inputRequired({
    inputRequests: {
      [question]: inputRequired.elicit({
        message: oneLine(message, maxMessage),
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

/** The name as it can be seen, and the id, which tells apart what looks the same. */
function titleOf({ id, name }: Choice['options'][number]): string {
  const seen = oneLine(name, maxTitle);
  return seen === '' || seen === id ? oneLine(id, maxTitle) : `${seen} (${oneLine(id, maxTitle)})`;
}

/** An error after questions also says what came of them, so that the model neither guesses nor has them asked again. */
export function withAnswers(result: CallResult, { chosen, rounds, last }: Choices): CallResult {
  const answers = Object.keys(chosen).length === 0 ? '' : ` They answered ${JSON.stringify(chosen)}.`;
  if (!result.isError || (last === undefined && rounds === 0 && answers === '')) return result;
  const end =
    last === undefined
      ? ''
      : last === 'declined'
        ? ' and did not choose'
        : ', and answered with something that is not on the list';
  return { ...result, text: `${result.text}\nThe user was asked${end}.${answers}` };
}

/** An option as the state carries it: its id, and its title in short. */
type Offered = readonly [id: string, title: string];

/** What travels with the client between two rounds. */
interface State {
  chosen: Chosen;
  /** Where the answer to the question goes. */
  asked: string | undefined;
  /** What it offered. */
  offered: readonly Offered[];
  rounds: number;
  /** The question was asked once more, because the answer was none of those offered. */
  again: boolean;
}

/** Long enough to tell fifty titles apart. */
function fingerprint(title: string): string {
  return createHash('sha256').update(title).digest('base64url').slice(0, 10);
}

function parsedState(state: unknown): State {
  const value = typeof state === 'string' ? objectIn(state) : {};
  const { chosen, asked, offered, rounds, again } = value;
  const texts = isObject(chosen)
    ? Object.entries(chosen).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    : [];
  return {
    chosen: Object.fromEntries(texts),
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
