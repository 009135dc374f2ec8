import { randomUUID } from 'node:crypto';
import { tool } from '../../core/operations.ts';
import { quote } from '../../core/text/quote.ts';
import type { PlaceArguments } from '../../core/tools/calls.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';
import { gatewaySizes, requireGatewayName } from '../../services/gateways/index.ts';
import { noWayAround, onceAgreed } from './approval.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace } from './place.ts';
import { type PromptReader, rowsShown } from './prompt-reader.ts';
import { called, given, question, reasonOf, rowsOf, spoken } from './words.ts';

export const provisionGateway = definePrompt({
  name: 'provision-gateway',
  title: 'Provision a managed gateway',
  description:
    'Creates a managed Flex (Omni) Gateway in a private space, waits until it is ready, and returns its public URL.',
  needs: ['gatewayTarget.list', 'gateway.create'],
  arguments: {
    name: 'Name of the new gateway: lower-case letters, digits, dashes',
    target: 'Private space to run it in, id or name',
    size: 'small (default) or large',
    ...placeArguments,
  },
  async render({ name, target, size, ...said }, reader) {
    const [place, targets, gateways, objections] = await Promise.all([
      findPlace(reader, said, { target }, { isOpen: true }),
      reader.read('gatewayTarget.list', { ...said }),
      reader.read('gateway.list', { ...said, limit: rowsShown }),
      objectionsTo({ name, target, size, said }, reader),
    ]);
    return {
      task: `Create a ${size === undefined ? '' : `${quote(size)} `}managed gateway${called(name)}${
        target === undefined ? '' : ` in the private space ${spoken(target)}`
      } ${place.words}.`,
      questions: [
        ...place.questions,
        ...(name === undefined
          ? [question('What should the gateway be called?', gateways, 'The names below are taken.')]
          : []),
        ...(target === undefined && rowsOf(targets.structured, 'targets').length > 1
          ? ['Which of the private spaces below should it run in?']
          : []),
        ...(place.questions.length > 0 ? [] : objections),
      ],
      callArguments: place.callArguments,
      state: [targets, gateways, ...place.choices],
      steps: [
        'Compare the size with the remaining entitlement; if none remains, say so and stop.',
        advice`Call ${tool('gateway.create')} with name, target, size and dryRun true, and show me its plan.`,
        `${onceAgreed} It waits; outcome in_progress only means that the wait timed out.`,
        advice`Check ${tool('gateway.getStatus')} until the gateway is ready. If it failed, the status message says why.`,
        advice`Read ${tool('gateway.get')} and tell me the public URL.`,
        advice`Offer to put an API on it: ${tool('api.create')} with gateway and upstream.`,
      ],
      pitfalls: [
        noWayAround,
        'A managed gateway uses up entitlement until it is deleted, and is reachable from the internet at once.',
        'Without a release channel and version it gets the newest of lts, which is right unless I say otherwise.',
        advice`Do not repeat the call because it took long: first check whether ${tool('gateway.list')} has the gateway.`,
      ],
    };
  },
});

interface GatewayRequest {
  name: string | undefined;
  target: string | undefined;
  size: string | undefined;
  said: PlaceArguments;
}

/** Objections to the arguments: each by itself, then those of the gateway's plan. */
async function objectionsTo({ name, target, size, said }: GatewayRequest, reader: PromptReader): Promise<Advice[]> {
  const wrongName = name === undefined ? undefined : nameProblem(name);
  const isSize = size === undefined || gatewaySizes.some((one) => one === size);
  const plan = await reader.dryRun('gateway.create', {
    ...given({ ...said, target, size: isSize ? size : undefined }),
    // A missing or invalid name is replaced by a unique one, so that the plan can check the rest.
    name: name === undefined || wrongName ? `g${randomUUID()}` : name,
  });
  const isChoice = target === undefined && plan?.objection?.choice?.argument === 'target';
  return [
    ...(wrongName ? [advice`${reasonOf(wrongName)} ${wrongName.next}`] : []),
    ...(isSize ? [] : [`Unknown size ${quote(size)}. Should it be ${gatewaySizes.join(' or ')}?`]),
    ...(plan?.objection && !isChoice ? [advice`${reasonOf(plan.objection)} What should it be?`] : []),
  ];
}

function nameProblem(name: string): Failure | undefined {
  try {
    requireGatewayName(name);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
