import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Choice } from '../anypoint/errors.ts';
import { isObject, oneLine } from '../anypoint/reading.ts';
import { quote } from '../domain/resolve.ts';
import { type Chosen, placeOf } from './chosen.ts';
import type { CallResult } from './render.ts';

/** Key of the one question that a round asks. */
const question = 'choice';

/** A form has little room, and names are whatever somebody typed, characters. */
const longestTitle = 120;
const longestMessage = 600;

/** Clients and the SDK give up on a call that asks more often; our own error then tells more than theirs. */
const mostQuestions = 8;

/** Whether one more question makes sense: the user has not said no, and the client can put a form before them. */
export function mayAsk({ chosen, declined }: Choices, server: Server, ctx: ServerContext): boolean {
  return !declined && Object.keys(chosen).length < mostQuestions && canAsk(server, ctx);
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
  /** The user was asked and did not want to choose. */
  declined: boolean;
}

/**
 * Reads the choices of a repeated call. What earlier rounds chose travels with the client as request state; it needs no
 * seal, because a client could as well have given these arguments itself.
 */
export function readChoices(ctx: ServerContext): Choices {
  const { chosen, asked } = parsedState(ctx.mcpReq.requestState());
  const answer = inputResponse(ctx.mcpReq.inputResponses, question);
  if (answer.kind !== 'elicit') return { chosen, declined: false };
  const choice = answer.action === 'accept' ? answer.content?.[question] : undefined;
  if (asked === undefined || typeof choice !== 'string') return { chosen, declined: true };
  return { chosen: { ...chosen, [asked]: choice }, declined: false };
}

/** The question, with the candidates as a list to choose from. */
export function ask(choice: Choice, { chosen }: Choices): InputRequiredResult {
  const { argument, item, message, options } = choice;
  return inputRequired({
    inputRequests: {
      [question]: inputRequired.elicit({
        message: oneLine(message, longestMessage),
        requestedSchema: {
          type: 'object',
          properties: {
            [question]: {
              type: 'string',
              title: item === undefined ? argument : `${argument}: ${quote(item.text)}`,
              oneOf: options.map((option) => ({ const: option.id, title: titleOf(option) })),
            },
          },
          required: [question],
        },
      }),
    },
    requestState: JSON.stringify({ chosen, asked: placeOf(choice) }),
  });
}

/** The name as it can be seen, and the id, which tells apart what looks the same. */
function titleOf({ id, name }: Choice['options'][number]): string {
  const seen = oneLine(name, longestTitle);
  return seen === '' || seen === id ? oneLine(id, longestTitle) : `${seen} (${oneLine(id, longestTitle)})`;
}

/** An error after questions also says what came of them, so that the model neither guesses nor has them asked again. */
export function withAnswers(result: CallResult, { chosen, declined }: Choices): CallResult {
  const answers = Object.keys(chosen).length === 0 ? '' : ` They have chosen ${JSON.stringify(chosen)}.`;
  if (!result.isError || (!declined && answers === '')) return result;
  return { ...result, text: `${result.text}\nThe user was asked${declined ? ' and did not choose' : ''}.${answers}` };
}

function parsedState(state: unknown): { chosen: Chosen; asked: string | undefined } {
  if (typeof state !== 'string') return { chosen: {}, asked: undefined };
  try {
    const value: unknown = JSON.parse(state);
    if (!isObject(value)) return { chosen: {}, asked: undefined };
    const { chosen, asked } = value;
    const texts = isObject(chosen)
      ? Object.entries(chosen).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      : [];
    return { chosen: Object.fromEntries(texts), asked: typeof asked === 'string' ? asked : undefined };
  } catch {
    return { chosen: {}, asked: undefined };
  }
}
