import { tool } from '../../core/operations.ts';
import { advice } from '../../platform/advice.ts';
import { noWayAround, onceAgreed } from './approval.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { type Reading, rowsShown } from './prompt-reader.ts';
import { calledAs, question, reasonOf, spoken } from './words.ts';

export const protectApiWithPolicy = definePrompt({
  name: 'protect-api-with-policy',
  title: 'Protect an API with a policy',
  description: 'Chooses, configures and applies a policy for an API, such as a rate limit or client id enforcement.',
  needs: ['policyTemplate.list', 'policy.apply'],
  arguments: {
    api: 'API instance: id, label or name',
    policy: 'Policy template: asset id or name',
    ...placeArguments,
  },
  async render({ api, policy, ...said }, reader) {
    const templates = (reference: string, policy?: string): Promise<Reading> =>
      reader.read('policyTemplate.list', { ...said, api: reference, policy: policy });
    const [place, about] = await Promise.all([
      findPlace(reader, said, { api, policy }),
      reader.about(
        api,
        (reference) => [reader.read('api.get', { ...said, api: reference }), templates(reference, policy)],
        () => [reader.read('api.list', { ...said, limit: rowsShown })],
      ),
    ]);
    const wrongPolicy = about.isKnown && about.state[1]?.failure?.kind === 'input' ? about.state[1].failure : undefined;
    const fitting = wrongPolicy && api !== undefined ? await templates(api) : undefined;
    return {
      task: `Protect the API${calledAs(api, about.thing, 'api')} ${place.words} with ${
        policy === undefined ? 'a suitable policy' : `the policy ${spoken(policy)}`
      }.`,
      questions: [
        ...whereAndWhich(place, 'API', about, 'They are listed below.'),
        ...(wrongPolicy === undefined
          ? []
          : [
              question(
                advice`${reasonOf(wrongPolicy)} Which policy do you mean?`,
                fitting,
                'The possible ones are listed below.',
              ),
            ]),
        ...(policy === undefined
          ? ['What should the policy achieve: who may call, how often, from where, with which headers?']
          : []),
      ],
      callArguments: place.callArguments,
      state: [
        ...place.choices,
        ...about.state.filter(({ failure }) => failure === undefined || failure !== wrongPolicy),
        ...(fitting ? [fitting] : []),
      ],
      steps: [
        advice`Find the template with ${tool('policyTemplate.list')}; with policy it returns every field, which are required, and the limits.`,
        'Ask me for the required fields that you cannot know; use defaults for the others.',
        advice`Call ${tool('policy.apply')} with api, policy, configuration and dryRun true; show me the plan. ${onceAgreed}`,
        advice`If the policy is already applied, change it with ${tool('policy.update')} instead of adding a second one.`,
        advice`Check with ${tool('api.verifyAccess')} what a caller gets now; policies take some seconds to propagate.`,
      ],
      pitfalls: [
        noWayAround,
        'Policies run in order: authentication goes before policies that count or inspect callers. order sets the position.',
        'methods and paths limit a policy to some operations; without them it covers all.',
        advice`A malformed policy makes a gatekeeper answer 503 to everyone: ${tool('api.diagnose')} finds it.`,
      ],
    };
  },
});
