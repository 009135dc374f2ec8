import type { Call } from '../../core/call.ts';
import { rejectionBy } from '../../core/data-plane/gatekeepers.ts';
import { dataPlanePath } from '../../core/data-plane/hosts.ts';
import type { DeployedApplication } from '../../core/data-plane/model.ts';
import { echo, incomingRequest, notFound, pathBelow, unavailable } from '../../core/data-plane/requests.ts';
import { openRoutesBelow, type Route } from '../../core/routes.ts';
import { logIngress } from '../runtime-fabric/index.ts';
import { noteVisit } from './cloudhub/visits.ts';
import { applicationsOf } from './deployed-applications.ts';

const dataPlane = openRoutesBelow(dataPlanePath);

/**
 * Applications answer below the emulator's own address, and at their own public addresses. No access token is needed: the
 * gatekeepers decide which requests get through.
 */
export const dataPlaneRoutes: readonly Route[] = [
  dataPlane.open('ALL', '/apps/{host}/*', (c) => {
    const { platform } = c.var;
    const host = c.req.param('host');
    for (const application of applicationsOf(platform)) {
      if (application.host !== host && !application.publicHosts?.includes(host)) continue;
      const response = answerOf(c, application, pathBelow(c, `/apps/${host}`));
      noteVisit(platform, application.host);
      if (application.spaceId !== undefined) logRequest(c, application.spaceId, response.status);
      return response;
    }
    return notFound(`No application answers at ${host}`);
  }),
];

function answerOf(c: Call, { name, process }: DeployedApplication, path: string): Response {
  if (process === null) return unavailable(`Application ${name} is not running`);
  const request = incomingRequest(c, path);
  return rejectionBy(c.var.platform, process, request) ?? echo(name, request);
}

/** Requests pass the ingress of their space, which has a log of its own. */
function logRequest(c: Call, spaceId: string, status: number): void {
  const { hostname, pathname } = new URL(c.req.url);
  // Behind a proxy the caller is the first of the addresses.
  const ip = c.req.header('x-forwarded-for')?.split(',')[0]?.trim() || '127.0.0.1';
  logIngress(c.var.platform, spaceId, { method: c.req.method, host: hostname, path: pathname, ip, status });
}
