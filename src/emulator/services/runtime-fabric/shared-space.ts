import * as z from 'zod';
import type { Organization } from '../../core/identity/model.ts';
import { defineValue } from '../../core/kinds.ts';
import type { Platform } from '../../core/platform.ts';
import { defineSection } from '../../core/scenario/sections.ts';

/** A region of CloudHub 2.0, in which there is one shared space. */
interface Region {
  id: string;
  /** as the list of targets names the space */
  name: string;
  /** its part of host names */
  host: string;
}

const region = (id: string, name: string, host: string): Region => ({ id, name, host });

/**
 * The regions of each control plane, its own one first [docs/platform/runtime-fabric.md#shared-spaces]. The name of
 * us-east-1 is from a recorded list; the others follow AWS, whose regions these are.
 */
const planes = {
  us: [
    region('us-east-1', 'US East (N. Virginia)', 'usa-e1'),
    region('us-east-2', 'US East (Ohio)', 'usa-e2'),
    region('us-west-1', 'US West (N. California)', 'usa-w1'),
    region('us-west-2', 'US West (Oregon)', 'usa-w2'),
    region('ca-central-1', 'Canada (Central)', 'can-c1'),
    region('sa-east-1', 'South America (Sao Paulo)', 'bra-s1'),
    region('ap-southeast-1', 'Asia Pacific (Singapore)', 'sgp-s1'),
    region('ap-southeast-2', 'Asia Pacific (Sydney)', 'aus-s1'),
    region('ap-northeast-1', 'Asia Pacific (Tokyo)', 'jpn-e1'),
    region('eu-west-1', 'EU (Ireland)', 'irl-e1'),
    region('eu-west-2', 'EU (London)', 'gbr-e1'),
    region('eu-central-1', 'EU (Frankfurt)', 'deu-c1'),
  ],
  eu: [region('eu-central-1', 'EU (Frankfurt)', 'deu-c1.eu1'), region('eu-west-1', 'EU (Ireland)', 'irl-e1.eu1')],
  ca: [region('ca-central-1', 'Canada (Central)', 'can-c1.ca1')],
  in: [region('ap-south-1', 'Asia Pacific (Mumbai)', 'ind-w1.in1')],
} as const satisfies Record<string, readonly Region[]>;

type ControlPlane = keyof typeof planes;

/** The control plane that the emulator is. */
export const controlPlane = defineValue('controlPlane', (): ControlPlane => 'us');

/** The scenario section for the control plane. */
export const controlPlaneSection = defineSection({
  name: 'controlPlane',
  schema: z
    .enum(['us', 'eu', 'ca', 'in'])
    .default('us')
    .describe('The control plane, which decides where CloudHub 2.0 has shared spaces'),
  load: (plane, { store }) => {
    store.set(controlPlane, plane);
  },
});

/** A shared space of CloudHub 2.0. */
export interface SharedSpace {
  id: string;
  name: string;
  region: string;
  host: string;
}

/**
 * The shared spaces of an organization. All regions need the entitlement to deploy globally; without it, there is the
 * region of the control plane alone [docs/platform/runtime-fabric.md#shared-spaces].
 */
export function sharedSpacesFor({ store }: Pick<Platform, 'store'>, organization: Organization): SharedSpace[] {
  const regions = planes[store.of(controlPlane)];
  const entitled = organization.entitlements.globalDeployment ? regions : regions.slice(0, 1);
  return entitled.map(({ id, name, host }) => ({ id: `cloudhub-${id}`, name, region: id, host }));
}
