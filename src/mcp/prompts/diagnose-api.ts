import { tool } from '../../core/operations.ts';
import { advice } from '../../platform/advice.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { calledAs } from './words.ts';

export const diagnoseApi = definePrompt({
  name: 'diagnose-api',
  title: 'Find out why an API answers 503',
  description:
    'Finds out why an API answers 503 or is not active, from the caller to the application, with the call that fixes it.',
  needs: ['api.diagnose'],
  arguments: { api: 'API instance: id, label or name', ...placeArguments },
  async render({ api, ...said }, reader) {
    const [place, about] = await Promise.all([
      findPlace(reader, said, { api }),
      reader.about(
        api,
        (reference) => [reader.read('api.diagnose', { ...said, api: reference })],
        () => [reader.read('api.list', { ...said, limit: rowsShown })],
      ),
    ]);
    return {
      task: `Find out why the API${calledAs(api, about.thing, 'api')} ${place.words} answers 503, and what would fix it.`,
      questions: whereAndWhich(place, 'API', about, 'Start with those below that are not active.'),
      callArguments: place.callArguments,
      state: [...place.choices, ...about.state],
      steps: [
        advice`Take the findings of ${tool('api.diagnose')} in order: a cause explains the answer, a likely one may, a note does not.`,
        'Tell me each cause with its evidence and the call that fixes it; if there is no problem, say so.',
        advice`If the application itself is the suspect, read its log with ${tool('application.getLogs')} and level error.`,
        'Fix nothing without asking; propose changes with dryRun first.',
        advice`After a change, ${tool('api.verifyAccess')} retries until the change has propagated; then run ${tool('api.diagnose')} again.`,
      ],
      pitfalls: [
        'A gatekeeper answers 503 on purpose until the application is paired and its policies have arrived: for a few seconds after each start this is normal.',
        "Client id and secret must be those of the API's environment; those of another environment never pair.",
        'A policy that was changed less than a minute ago may not have propagated yet.',
      ],
    };
  },
});
