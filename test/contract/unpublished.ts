/** An operation that no published document describes. */
export interface Unpublished {
  method: string;
  /** Template with the prefix of the service. */
  path: string;
  source: string;
}

const place = 'organizations/{organizationId}/environments/{environmentId}';

/** Operations that the server sends although no document describes them, each with who else sends it. */
export const unpublished: readonly Unpublished[] = [
  {
    method: 'POST',
    path: '/accounts/login',
    source: 'reference 1.1: official CLI, mule-maven-plugin; the document has /accounts/api/login instead (12)',
  },
  {
    method: 'GET',
    path: `/apimanager/xapi/v1/${place}/apis`,
    source: 'reference 5.1: Terraform provider; the published list is grouped by asset (12)',
  },
  {
    method: 'POST',
    path: `/apimanager/xapi/v1/${place}/apis`,
    source: 'reference 5.2 and 12: Terraform provider, anypoint-client-go; the published path takes no routing',
  },
  {
    method: 'GET',
    path: `/gatewaymanager/xapi/v1/${place}/gateways/{gatewayId}`,
    source: 'reference 4.3 and 12: Terraform provider; the published form has no statusMessage',
  },
  {
    method: 'GET',
    path: `/gatewaymanager/xapi/v1/${place}/gateways/targets`,
    source: 'reference 4.4: official CLI',
  },
  { method: 'GET', path: '/gatewaymanager/xapi/v1/gateway/versions', source: 'reference 4.5: official CLI' },
  {
    method: 'GET',
    path: `/runtimefabric/api/organizations/{organizationId}/targets/{targetId}/environments/{environmentId}/domains`,
    source: 'reference 4.4: official CLI (CLI reference 4)',
  },
  {
    method: 'GET',
    path: `/standalone/api/v1/${place}/gateways`,
    source: 'reference 4.7: official CLI, Terraform provider; no document of that service is published',
  },
  {
    method: 'GET',
    path: `/standalone/api/v1/${place}/gateways/{gatewayId}`,
    source: 'reference 4.7: official CLI, Terraform provider',
  },
  {
    method: 'GET',
    path: `/standalone/api/v1/${place}/gateways/{gatewayId}/replicas`,
    source: 'reference 4.7: Terraform provider',
  },
];
