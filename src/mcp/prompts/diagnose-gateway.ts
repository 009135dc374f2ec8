import { tool } from '../../core/operations.ts';
import { advice } from '../../platform/advice.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { calledAs } from './words.ts';

export const diagnoseGateway = definePrompt({
  name: 'diagnose-gateway',
  title: 'Find out why a gateway is not ready',
  description: 'Finds out why a gateway takes no traffic: state, definition, version, registration and entitlement.',
  needs: ['gateway.diagnose'],
  arguments: { gateway: 'Gateway, id or name', ...placeArguments },
  async render({ gateway, ...said }, reader) {
    const [place, about] = await Promise.all([
      findPlace(reader, said, { gateway }),
      reader.about(
        gateway,
        (reference) => [
          reader.read('gateway.diagnose', { ...said, gateway: reference }),
          reader.read('gateway.get', { ...said, gateway: reference }),
        ],
        () => [reader.read('gateway.list', { ...said, limit: rowsShown })],
      ),
    ]);
    return {
      task: `Find out why the gateway${calledAs(gateway, about.thing, 'gateway')} ${place.words} is not ready, and what would fix it.`,
      questions: whereAndWhich(place, 'gateway', about, 'Start with those below that are not up.'),
      callArguments: place.callArguments,
      state: [...place.choices, ...about.state],
      steps: [
        advice`Take the findings of ${tool('gateway.diagnose')} in order: a cause explains the state, a likely one may, a note does not.`,
        advice`Compare them with the definition in ${tool('gateway.get')}: version, private space, public URL, and when it was last changed.`,
        advice`Read ${tool('gatewayRuntimeConfiguration.get')} for a wrong setting, if it became unready after a change.`,
        'Tell me each cause with its evidence and the call that fixes it; if there is no problem, say so.',
        advice`Fix nothing without asking. ${tool('gateway.update')} fixes a failed definition, ${tool('gateway.setDesiredStatus')} starts a stopped gateway; use dryRun first.`,
        advice`After a change, check ${tool('gateway.getStatus')} until it is ready.`,
      ],
      pitfalls: [
        'Applying takes minutes: a change of the last five minutes may explain everything. Check again before you report a fault.',
        'desired status STOPPED is a decision, not a fault: ask before you start it.',
        'The machines of a self-managed gateway are not visible here: check its processes and their internet connection there.',
      ],
    };
  },
});
