import { tool } from '../../core/operations.ts';
import { advice } from '../../platform/advice.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { question } from './words.ts';

export const reviewEnvironment = definePrompt({
  name: 'review-environment',
  title: 'Review an environment before a release',
  description:
    'What in an environment speaks against a release: servers, clusters, gateways, APIs, applications, capacity.',
  needsOneOf: ['server.list', 'gateway.list', 'api.list', 'application.list'],
  arguments: placeArguments,
  async render(said, reader) {
    const listing = { ...said, limit: rowsShown };
    const [place, ...state] = await Promise.all([
      findPlace(reader, said, {}, { isOpen: true }),
      reader.read('server.list', listing),
      reader.read('cluster.list', listing),
      reader.read('gateway.list', listing),
      reader.read('gateway.getUsage', { organization: said.organization }),
      reader.read('api.list', listing),
      reader.read('application.list', listing),
    ]);
    const isGuessed = said.environment === undefined && place.questions.length === 0;
    return {
      task: `Review what runs ${place.words} before a release: what speaks against it, what should be looked at, what is fine?`,
      questions: [
        ...place.questions,
        ...(isGuessed
          ? [question('Is that the environment that is meant?', place.choices[0], 'The others are listed, too.')]
          : []),
      ],
      carried: place.carried,
      state: [...place.choices, ...state],
      steps: [
        'Sort what is listed into three: speaks against a release, worth a look, fine.',
        advice`A cluster with members down: ${tool('cluster.diagnose')} says which, and who does not see whom.`,
        advice`A server that is disconnected, or near the end of its certificate: ${tool('server.get')}.`,
        advice`A gateway that is not up: ${tool('gateway.diagnose')}.`,
        advice`An API that is not active although it should be: ${tool('api.diagnose')}.`,
        advice`An application that is not running: ${tool('application.get')}.`,
        advice`See with ${tool('policy.list')} whether APIs that are open to others are protected at all.`,
        'Finish with a table: what, state, why it matters, the call that fixes it. Change nothing.',
      ],
      mind: [
        'A stopped thing may be stopped on purpose: ask, do not assume.',
        'Different Mule versions within one cluster are a finding, even if all is up.',
        'What could not be read is a gap in the review: say so, with the permission that is missing.',
      ],
    };
  },
});
