import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call } from '../../../core/operations.ts';
import { advise } from '../../../platform/advice.ts';
import { valueAt } from '../runtime-configuration/runtime-configuration.ts';
import { runtimeSettings } from '../runtime-configuration/settings.ts';
import { usualValues } from '../runtime-configuration/usual-values.ts';
import type { GatewayEvidence } from './diagnosis.ts';

function isTracing({ gateway, runtime }: GatewayEvidence): boolean {
  const enabled = valueAt(runtime?.configuration ?? {}, runtimeSettings.tracingEnabled.path) ?? gateway.tracing;
  return enabled !== false;
}

/** Values outside their usual range. The runtime configuration wins over the gateway's definition. */
export function configurationFindings(evidence: GatewayEvidence): Finding[] {
  const { gateway, runtime, environmentType } = evidence;
  const judged = { kind: gateway.kind, environmentType, isTracing: isTracing(evidence) };
  return usualValues.flatMap(({ setting, definition, judge, better, usual }) => {
    const { path } = runtimeSettings[setting];
    const atRuntime = valueAt(runtime?.configuration ?? {}, path);
    const value = atRuntime ?? (definition === undefined ? undefined : gateway[definition]);
    const verdict = judge(value, judged);
    if (verdict === undefined) return [];
    const isInDefinition = atRuntime === undefined && definition !== undefined;
    const change = isInDefinition
      ? call('gateway.update', { gateway: gateway.id, [definition]: better })
      : call('gatewayRuntimeConfiguration.upsert', { gateway: gateway.id, [setting]: better });
    const source = isInDefinition ? `definition: ${definition}` : `runtime configuration, ${path}: ${setting}`;
    return [
      {
        ...verdict,
        evidence: `${source} is ${value}; usual: ${usual}`,
        fix: advise('A usual value:', change, '.'),
      },
    ];
  });
}
