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
    'Checks whether an environment is ready for a release: servers, clusters, gateways, APIs, applications, capacity.',
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
      task: `Review what runs ${place.words} before a release: what blocks it, what should be checked, what is fine?`,
      questions: [
        ...place.questions,
        ...(isGuessed
          ? [question('Is that the right environment?', place.choices[0], 'The others are listed below.')]
          : []),
      ],
      callArguments: place.callArguments,
      state: [...place.choices, ...state],
      steps: [
        'Sort everything into three groups: blocks a release, worth checking, fine.',
        advice`A cluster with members down: ${tool('cluster.diagnose')} says which, and which members do not see each other.`,
        advice`A server that is disconnected, or whose certificate expires soon: ${tool('server.get')}.`,
        advice`A gateway that is not up: ${tool('gateway.diagnose')}.`,
        advice`An API that should be active but is not: ${tool('api.diagnose')}.`,
        advice`An application that is not running: ${tool('application.get')}.`,
        advice`Check with ${tool('policy.list')} whether reachable APIs are protected.`,
        'Finish with a table: what, state, why it matters, the call that fixes it. Change nothing.',
      ],
      pitfalls: [
        'Something stopped may be stopped on purpose: ask, do not assume.',
        'Different Mule versions within one cluster are a finding, even if everything is up.',
        'What could not be read is a gap in the review: report it with the missing permission.',
      ],
    };
  },
});
