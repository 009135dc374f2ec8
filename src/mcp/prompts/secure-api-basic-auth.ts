import { tool } from '../../core/operations.ts';
import { quote } from '../../core/text/quote.ts';
import { advice } from '../../platform/advice.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { calledAs } from './words.ts';

export const secureApiBasicAuth = definePrompt({
  name: 'secure-api-basic-auth',
  title: 'Secure an API with Basic Auth',
  description: 'Put HTTP Basic Authentication in front of an API and prove it: 401 without credentials, 200 with them.',
  needs: ['api.get', 'policy.applyBasicAuth'],
  arguments: {
    api: 'API instance: id, label or name',
    username: 'User name that callers are to use',
    ...placeArguments,
  },
  async render({ api, username, ...said }, reader) {
    const [place, about] = await Promise.all([
      findPlace(reader, said, { api }, { isOpen: api === undefined }),
      reader.about(
        api,
        (reference) => [reader.read('api.get', { ...said, api: reference })],
        () => [reader.read('api.list', { ...said, limit: rowsShown })],
      ),
    ]);
    return {
      task: `Secure the API${calledAs(api, about.thing, 'api')} ${place.words} with Basic Authentication${
        username === undefined ? '' : ` for the user ${quote(username)}`
      }, and show me that it works.`,
      questions: [
        ...whereAndWhich(
          place,
          'API',
          about,
          'If it is not below, it has yet to be made or is in another environment.',
        ),
        ...(username === undefined ? ['Which user name are callers to use?'] : []),
      ],
      carried: place.carried,
      state: [...about.state, ...place.choices],
      steps: [
        advice`If my application is not an API instance yet, ${tool('api.create')} makes one.`,
        advice`A policy protects only what is paired: if the status is not active, ${tool('api.diagnose')} says what is missing.`,
        advice`For a Mule application, give it the properties of ${tool('api.getAutodiscoveryProperties')} with ${tool('application.update')} and autodiscoverySecretFrom platform, so that the secret does not pass through here.`,
        advice`See with ${tool('api.verifyAccess')} how it answers now.`,
        advice`Call ${tool('policy.applyBasicAuth')} with api, username and dryRun true; show me the plan. Once I agree, without dryRun.`,
        advice`Call ${tool('api.verifyAccess')} with username and password: it asks until the policy has arrived. Done is 401 without and no 401 with credentials.`,
      ],
      mind: [
        'Leave the password out: a strong one is made up and shown exactly once. Tell me to keep it.',
        'Everybody who calls the API today gets 401 from then on. Say so before you apply it.',
        'A second authentication policy is a second lock: if there is one in the list of policies, ask whether it is to be replaced.',
        'Basic Auth sends the password with each request: only over https.',
      ],
    };
  },
});
