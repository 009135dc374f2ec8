import { definePrompt, placeArguments } from './define.ts';
import { findPlace } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { question } from './words.ts';

export const reviewEnvironment = definePrompt({
  name: 'review-environment',
  title: 'Review an environment before a release',
  description:
    'What in an environment speaks against a release: servers, clusters, gateways, APIs, applications, capacity.',
  needsOneOf: ['anypoint_list_servers', 'anypoint_list_gateways', 'anypoint_list_apis', 'anypoint_list_applications'],
  arguments: placeArguments,
  async render(said, desk) {
    const listing = { ...said, limit: rowsShown };
    const [place, ...state] = await Promise.all([
      findPlace(desk, said, {}, { isOpen: true }),
      desk.read('anypoint_list_servers', listing),
      desk.read('anypoint_list_clusters', listing),
      desk.read('anypoint_list_gateways', listing),
      desk.read('anypoint_get_gateway_usage', { organization: said.organization }),
      desk.read('anypoint_list_apis', listing),
      desk.read('anypoint_list_applications', listing),
    ]);
    const isGuessed = said.environment === undefined && place.questions.length === 0;
    return {
      task: `Review what runs ${place.words} before a release: what speaks against it, what should be looked at, what is fine?`,
      questions: [
        ...place.questions,
        ...(isGuessed
          ? [question('Is that the environment that is meant?', place.others[0], 'The others are listed, too.')]
          : []),
      ],
      carried: place.carried,
      state: [...place.others, ...state],
      steps: [
        'Sort what is listed into three: speaks against a release, worth a look, fine.',
        'A cluster with members down: anypoint_diagnose_cluster says which, and who does not see whom.',
        'A server that is disconnected, or near the end of its certificate: anypoint_get_server.',
        'A gateway that is not up: anypoint_diagnose_gateway.',
        'An API that is not active although it should be: anypoint_diagnose_api.',
        'An application that is not running: anypoint_get_application.',
        'See with anypoint_list_api_policies whether APIs that are open to others are protected at all.',
        'Finish with a table: what, state, why it matters, the call that mends it. Change nothing.',
      ],
      mind: [
        'A stopped thing may be stopped on purpose: ask, do not assume.',
        'Different Mule versions within one cluster are a finding, even if all is up.',
        'What could not be read is a gap in the review: say so, with the permission that is missing.',
      ],
    };
  },
});
