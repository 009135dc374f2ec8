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
    'Why an API answers 503 or is not active: the chain from caller to application, with the call that fixes it.',
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
      questions: whereAndWhich(place, 'API', about, 'Begin with those below that are not active.'),
      carried: place.carried,
      state: [...place.choices, ...about.state],
      steps: [
        advice`Take the findings of ${tool('api.diagnose')} in their order: a cause explains the answer, a likely one may, a note does not.`,
        'Tell me each cause with its evidence and the call that fixes it; if nothing is wrong, say that.',
        advice`Where the application itself is suspected, read its end with ${tool('application.getLogs')} and level error.`,
        'Fix nothing unasked; what you propose, with dryRun first.',
        advice`After a change, ${tool('api.verifyAccess')} asks until the answer is settled; then ${tool('api.diagnose')} once more.`,
      ],
      mind: [
        'A gatekeeper answers 503 on purpose until the application has paired and its policies have arrived: for some seconds after each start that is right.',
        'Client id and secret have to be those of the environment of the API; those of another one look right and never pair.',
        'A policy that was changed less than a minute ago may still be on its way.',
      ],
    };
  },
});
