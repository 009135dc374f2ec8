import { rejectionBy } from '../../core/data-plane/gatekeepers.ts';
import { dataPlanePath } from '../../core/data-plane/hosts.ts';
import { echo, incomingRequest, notFound, pathBelow, unavailable } from '../../core/data-plane/requests.ts';
import { openRoutesBelow, type Route } from '../../core/routes.ts';
import { applicationsOf } from './deployed-applications.ts';

const dataPlane = openRoutesBelow(dataPlanePath);

/**
 * Applications answer below the emulator's own address instead of on hosts of their own. No access token is needed: the
 * gatekeepers decide which requests get through.
 */
export const dataPlaneRoutes: readonly Route[] = [
  dataPlane.open('ALL', '/apps/{host}/*', (c) => {
    const { platform } = c.var;
    const host = c.req.param('host');
    for (const { host: known, publicHosts, name, process } of applicationsOf(platform)) {
      if (known !== host && !publicHosts?.includes(host)) continue;
      if (process === null) return unavailable(`Application ${name} is not running`);
      const request = incomingRequest(c, pathBelow(c, `/apps/${host}`));
      return rejectionBy(platform, process, request) ?? echo(name, request);
    }
    return notFound(`No application answers at ${host}`);
  }),
];
