import { quote } from '../domain/resolve.ts';
import { definePrompt, placeArguments } from './define.ts';
import { rowsShown } from './desk.ts';
import { called, inPlace, lengthOf } from './words.ts';

export const provisionGateway = definePrompt({
  name: 'provision-gateway',
  title: 'Provision a managed gateway',
  description:
    'Create a managed Flex (Omni) Gateway in a private space, watch it become ready, and name its public URL.',
  needs: ['anypoint_list_gateway_targets', 'anypoint_create_gateway'],
  arguments: {
    name: 'Name of the new gateway: lower-case letters, digits, dashes',
    target: 'Private space to run it in, id or name',
    size: 'small or large; small unless said',
    ...placeArguments,
  },
  async render({ name, target, size, ...place }, desk) {
    const state = await Promise.all([
      desk.read('anypoint_list_gateway_targets', place),
      desk.read('anypoint_list_gateways', { ...place, limit: rowsShown }),
      ...(place.environment === undefined
        ? [desk.read('anypoint_list_environments', { organization: place.organization })]
        : []),
    ]);
    const spaces = lengthOf(state[0]?.structured, 'targets');
    return {
      task: `Create a ${size === undefined ? '' : `${quote(size)} `}managed gateway${called(name)}${
        target === undefined ? '' : ` in the private space ${quote(target)}`
      } ${inPlace(place)}.`,
      questions: [
        ...(name === undefined ? ['What is the gateway to be called? The names below are taken.'] : []),
        ...(target === undefined && (spaces ?? 0) > 1 ? ['Which of the private spaces is it to run in?'] : []),
      ],
      state,
      steps: [
        'Compare the size with what is left of the entitlement; if none is left, say so and stop.',
        'Call anypoint_create_gateway with name, target, size and dryRun true, and show me its plan.',
        'Once I agree, make the same call without dryRun. It waits; outcome in_progress only means that the wait is over.',
        'Look with anypoint_get_gateway_status until the gateway is ready. If it failed, the status message says why.',
        'Read anypoint_get_gateway and tell me the public URL.',
        'Offer to put an API on it: anypoint_create_api with gateway and upstream.',
      ],
      mind: [
        'A managed gateway uses up entitlement until it is deleted, and it is open to the internet from the start.',
        'Without a release channel and version it gets the newest of lts, which is right unless I say otherwise.',
        'The call is not to be repeated because it took long: look first whether the gateway is in anypoint_list_gateways.',
      ],
    };
  },
});
