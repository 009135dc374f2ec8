import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { calledAs } from './words.ts';

export const diagnoseGateway = definePrompt({
  name: 'diagnose-gateway',
  title: 'Find out why a gateway is not ready',
  description:
    'Why a gateway takes no traffic: state, definition, version, registration and entitlement, read at once.',
  needs: ['anypoint_diagnose_gateway'],
  arguments: { gateway: 'Gateway, id or name', ...placeArguments },
  async render({ gateway, ...said }, desk) {
    const [place, about] = await Promise.all([
      findPlace(desk, said, { gateway }),
      desk.about(
        gateway,
        (reference) => [
          desk.read('anypoint_diagnose_gateway', { ...said, gateway: reference }),
          desk.read('anypoint_get_gateway', { ...said, gateway: reference }),
        ],
        () => [desk.read('anypoint_list_gateways', { ...said, limit: rowsShown })],
      ),
    ]);
    return {
      task: `Find out why the gateway${calledAs(gateway, about.thing, 'gateway')} ${place.words} is not ready, and what would mend it.`,
      questions: whereAndWhich(place, 'gateway', about, 'Begin with those below that are not up.'),
      carried: place.carried,
      state: [...place.others, ...about.state],
      steps: [
        'Take the findings of anypoint_diagnose_gateway in their order: a cause explains the state, a likely one may, a note does not.',
        'Compare them with the definition in anypoint_get_gateway: version, private space, public URL, and when it was last changed.',
        'Read anypoint_get_gateway_runtime_config for a setting that does not fit, if it became unready after a change.',
        'Tell me each cause with its evidence and the call that mends it; if nothing is wrong, say that.',
        'Mend nothing unasked. A failed definition is mended with anypoint_update_gateway, a stopped gateway started with anypoint_set_gateway_desired_status; both with dryRun first.',
        'After a change, anypoint_get_gateway_status until it is ready.',
      ],
      mind: [
        'Applying takes minutes: a change of the last five minutes may explain it all. Look twice before you call it a fault.',
        'desired status STOPPED is a decision, not a fault: ask before you start it.',
        'Machines of a self-managed gateway cannot be seen from here: its processes and their way to the internet are looked at there.',
      ],
    };
  },
});
