import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { calledAs } from './words.ts';

export const diagnoseApi = definePrompt({
  name: 'diagnose-api',
  title: 'Find out why an API answers 503',
  description:
    'Why an API answers 503 or is not active: the chain from caller to application, with the call that mends it.',
  needs: ['anypoint_diagnose_api'],
  arguments: { api: 'API instance: id, label or name', ...placeArguments },
  async render({ api, ...said }, desk) {
    const [place, about] = await Promise.all([
      findPlace(desk, said, { api }),
      desk.about(
        api,
        (reference) => [desk.read('anypoint_diagnose_api', { ...said, api: reference })],
        () => [desk.read('anypoint_list_apis', { ...said, limit: rowsShown })],
      ),
    ]);
    return {
      task: `Find out why the API${calledAs(api, about.thing, 'api')} ${place.words} answers 503, and what would mend it.`,
      questions: whereAndWhich(place, 'API', about, 'Begin with those below that are not active.'),
      carried: place.carried,
      state: [...place.others, ...about.state],
      steps: [
        'Take the findings of anypoint_diagnose_api in their order: a cause explains the answer, a likely one may, a note does not.',
        'Tell me each cause with its evidence and the call that mends it; if nothing is wrong, say that.',
        'Where the application itself is suspected, read its end with anypoint_get_application_logs and level error.',
        'Mend nothing unasked; what you propose, with dryRun first.',
        'After a change, anypoint_verify_api_access asks until the answer is settled; then anypoint_diagnose_api once more.',
      ],
      mind: [
        'A gatekeeper answers 503 on purpose until the application has paired and its policies have arrived: for some seconds after each start that is right.',
        'Client id and secret have to be those of the environment of the API; those of another one look right and never pair.',
        'A policy that was changed less than a minute ago may still be on its way.',
      ],
    };
  },
});
