import { tool } from '../../core/operations.ts';
import { advice } from '../../platform/advice.ts';
import { noWayAround, onceAgreed } from './approval.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { calledAs, ownWords } from './words.ts';

export const tuneGateway = definePrompt({
  name: 'tune-gateway',
  title: "Tune a gateway's runtime configuration",
  description:
    'Changes timeouts, circuit breaker, buffers, logging or tracing of a gateway, starting from the current settings.',
  needs: ['gatewayRuntimeConfiguration.get', 'gatewayRuntimeConfiguration.upsert'],
  arguments: {
    gateway: 'Gateway, id or name',
    goal: 'What to change, or the problem, for example: slow upstream needs 60 s',
    ...placeArguments,
  },
  async render({ gateway, goal, ...said }, reader) {
    const [place, about] = await Promise.all([
      findPlace(reader, said, { gateway }),
      reader.about(
        gateway,
        (reference) => [
          reader.read('gatewayRuntimeConfiguration.get', { ...said, gateway: reference }),
          reader.read('gateway.get', { ...said, gateway: reference }),
        ],
        () => [reader.read('gateway.list', { ...said, limit: rowsShown })],
      ),
    ]);
    return {
      task: `Tune the runtime configuration of the gateway${calledAs(gateway, about.thing, 'gateway')} ${place.words}.${
        goal === undefined ? '' : ` What I want: ${ownWords(goal)}`
      }`,
      questions: [
        ...whereAndWhich(place, 'gateway', about, 'They are listed below.'),
        ...(goal === undefined
          ? ['What should change: timeouts, retries and limits to the upstream, buffers, logging, tracing, TLS?']
          : []),
      ],
      callArguments: place.callArguments,
      state: [...place.choices, ...about.state],
      steps: [
        'Name the settings that serve the goal, each with its current value, the value you propose, and why.',
        advice`Call ${tool('gatewayRuntimeConfiguration.upsert')} with gateway, only these settings and dryRun true; show me before and after.`,
        onceAgreed,
        advice`Check ${tool('gateway.getStatus')} until the gateway is ready again, then read ${tool('gatewayRuntimeConfiguration.get')} to see the result.`,
      ],
      pitfalls: [
        noWayAround,
        'Leave mode at merge: replace drops every setting that the call does not name.',
        'To undo a setting, name it in remove: then its default applies.',
        'Probe, log outputs and an OpenTelemetry provider exist on self-managed gateways only.',
        'debug logging and tracing of 100 percent cost throughput; skipTlsValidation accepts any certificate. Keep them out of production.',
        'A timeout at the gateway does not help callers that give up earlier.',
      ],
    };
  },
});
