import { tool } from '../../core/operations.ts';
import { advice } from '../../platform/advice.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace, whereAndWhich } from './place.ts';
import { rowsShown } from './prompt-reader.ts';
import { calledAs, ownWords } from './words.ts';

export const tuneGateway = definePrompt({
  name: 'tune-gateway',
  title: "Tune a gateway's runtime configuration",
  description:
    'Change timeouts, circuit breaker, buffers, logging or tracing of a gateway, starting from what is set now.',
  needs: ['gatewayRuntimeConfiguration.get', 'gatewayRuntimeConfiguration.upsert'],
  arguments: {
    gateway: 'Gateway, id or name',
    goal: 'What is to change or what bothers you, for example: slow upstream needs 60 s',
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
          ? ['What is to change: timeouts, retries and limits to the upstream, buffers, logging, tracing, TLS?']
          : []),
      ],
      carried: place.carried,
      state: [...place.choices, ...about.state],
      steps: [
        'Name the settings that serve the goal, each with the value now and the value you propose, and why.',
        advice`Call ${tool('gatewayRuntimeConfiguration.upsert')} with gateway, only these settings and dryRun true; show me before and after.`,
        'Once I agree, make the same call without dryRun.',
        advice`Look with ${tool('gateway.getStatus')} until the gateway is ready again, then read ${tool('gatewayRuntimeConfiguration.get')} to see what holds.`,
      ],
      mind: [
        'Leave mode at merge: replace drops every setting that the call does not name.',
        'To undo a setting, name it in remove: then the default of the runtime holds.',
        'The same change may not fit both kinds: probe, log outputs and an OpenTelemetry provider exist on self-managed gateways only.',
        'debug logging and tracing of 100 percent cost throughput; skipTlsValidation trusts anything. Neither stays in production.',
        'A timeout at the gateway helps nobody whose own client gives up earlier.',
      ],
    };
  },
});
