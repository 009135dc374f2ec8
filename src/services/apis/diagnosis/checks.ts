import { quote } from '../../../core/text/quote.ts';
import type { Evidence } from './evidence.ts';

/** What a diagnosis of an API checked and its state, a few words each. */
export function describeApiChecks({ policies, gateway, applications, searched, proof }: Evidence): string[] {
  const disabled = policies?.filter(({ enabled }) => !enabled).length ?? 0;
  return [
    ...(policies === undefined
      ? []
      : [`policies: ${policies.length}${disabled === 0 ? '' : `, ${disabled} of them disabled`}`]),
    ...(gateway === undefined ? [] : [`deployment ${gateway.deployment.status}`]),
    ...(gateway?.gateway === undefined ? [] : [`gateway ${quote(gateway.gateway.name)} ${gateway.gateway.status}`]),
    ...(searched === undefined
      ? []
      : [
          `properties of ${searched.applications} applications, ${applications.length} of them paired with it`,
          ...(applications.length === 0 ? [] : ['their credentials, state and log']),
        ]),
    ...(proof === undefined ? [] : ['its address, called once without credentials']),
  ];
}
