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
import { isObject } from '../anypoint/reading.ts';

/** Key of the one question that a round asks. */
const question = 'choice';

/** Whether the client can put a form before its user. Each request says so in 2026-07-28, `initialize` before. */
export function canAsk(server: Server, ctx: ServerContext): boolean {
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

/** What the user has chosen in this round and those before, by argument. */
export interface Choices {
  chosen: Readonly<Record<string, string>>;
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
export function ask({ argument, message, options }: Choice, { chosen }: Choices): InputRequiredResult {
  return inputRequired({
    inputRequests: {
      [question]: inputRequired.elicit({
        message,
        requestedSchema: {
          type: 'object',
          properties: {
            [question]: {
              type: 'string',
              title: argument,
              oneOf: options.map(({ id, name }) => ({ const: id, title: `${name} (${id})` })),
            },
          },
          required: [question],
        },
      }),
    },
    requestState: JSON.stringify({ chosen, asked: argument }),
  });
}

function parsedState(state: unknown): { chosen: Record<string, string>; asked: string | undefined } {
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
