import type { PlaceIds } from '../../platform/client.ts';
import type { PlatformText } from '../../platform/text.ts';
import { quote } from '../text/quote.ts';

/** A business group, or the root organization. */
export interface Organization {
  id: string;
  name: PlatformText;
  /** Undefined for the root. */
  parentId: string | undefined;
}

/** An environment of a business group. */
export interface Environment {
  id: string;
  name: PlatformText;
  /** `production`, `sandbox` or `design`. */
  type: string | undefined;
  isProduction: boolean;
  organizationId: string;
  /** Client id of the environment's runtime credentials; not a secret [docs/platform/access.md#runtime-credentials]. */
  clientId: string | undefined;
}

/** One environment of one business group, with the names people use. */
export interface Place extends PlaceIds {
  organizationName: PlatformText;
  environmentName: PlatformText;
  /** `production`, `sandbox` or `design`, where the platform says so. */
  environmentType: string | undefined;
}

/** `Sandbox of Acme`, for sentences. */
export function placeName(place: Place): string {
  return `${quote(place.environmentName)} of ${quote(place.organizationName)}`;
}

/** An environment of a business group as a place. */
export function placeIn(organization: Pick<Organization, 'id' | 'name'>, environment: Environment): Place {
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    environmentId: environment.id,
    environmentName: environment.name,
    // What the platform counts as production is production, whatever its type is called.
    environmentType: environment.isProduction ? 'production' : environment.type?.toLowerCase(),
  };
}
