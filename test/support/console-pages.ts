/** The platform's web console, and addresses in it as people copy them. */
export const console = 'https://anypoint.mulesoft.com';

export const inRuntimeManager = (environment: string, rest: string) =>
  `${console}/cloudhub/#/console/home/${environment}/${rest}`;
export const serverLink = (environment: string, id: number) => inRuntimeManager(environment, `servers/${id}`);
export const gatewayLink = (environment: string, id: string) =>
  inRuntimeManager(environment, `flex-gateways/${id}/details`);
export const apiLink = (organization: string, environment: string, rest: string) =>
  `${console}/apimanager/#/organizations/${organization}/environments/${environment}/apis/${rest}`;
