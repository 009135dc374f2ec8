import { tool } from '../../core/operations.ts';
import { quote } from '../../core/text/quote.ts';
import { advice } from '../../platform/advice.ts';
import { noWayAround, onceAgreed } from './approval.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { calledAs } from './words.ts';

export const secureApiBasicAuth = definePrompt({
  name: 'secure-api-basic-auth',
  title: 'Secure an API with Basic Auth',
  description:
    'Puts HTTP Basic Authentication in front of an API and proves it: 401 without credentials, 200 with them.',
  needs: ['api.get', 'policy.applyBasicAuth'],
  arguments: {
    api: 'API instance: id, label or name',
    username: 'User name that callers will send',
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
      }, and prove that it works.`,
      questions: [
        ...whereAndWhich(
          place,
          'API',
          about,
          'If it is not listed below, it does not exist yet or is in another environment.',
        ),
        ...(username === undefined ? ['Which user name should callers send?'] : []),
      ],
      callArguments: place.callArguments,
      state: [...about.state, ...place.choices],
      steps: [
        advice`If my application has no API instance yet, create one with ${tool('api.create')}.`,
        advice`A policy works only on a paired API: if the status is not active, ${tool('api.diagnose')} says what is missing.`,
        advice`For a Mule application, give it the properties of ${tool('api.getAutodiscoveryProperties')} with ${tool('application.update')} and autodiscoverySecretFrom platform, so that the secret stays out of this conversation.`,
        advice`Check with ${tool('api.verifyAccess')} how it answers now.`,
        advice`Call ${tool('policy.applyBasicAuth')} with api, username and dryRun true; show me the plan. ${onceAgreed}`,
        advice`Call ${tool('api.verifyAccess')} with username and password: it retries until the policy has propagated. Done means 401 without credentials and no 401 with them.`,
      ],
      pitfalls: [
        noWayAround,
        'Leave the password out: a strong one is generated and shown exactly once. Tell me to save it.',
        'Everyone who calls the API today then gets 401. Say so before you apply it.',
        'A second authentication policy is a second lock: if one is applied already, ask whether to replace it.',
        'Basic Auth sends the password with each request: use it over https only.',
      ],
    };
  },
});
