import type { UnreadPart } from '../../../core/reading/partial.ts';
import type { PlatformText } from '../../../platform/text.ts';
import type { ApplicationDetail, Autodiscovery } from '../../applications/index.ts';
import type { AccessProof } from '../access.ts';
import type { DeploymentFacts } from '../create-steps.ts';
import type { ApiFacts } from '../instances.ts';
import type { PolicyFacts } from '../policies/policies.ts';

/** An application that carries the id of the API. */
export interface PairedApplication {
  application: ApplicationDetail;
  autodiscovery: Autodiscovery;
  /** The environment of its client id; undefined if it is unknown or hidden. */
  credentialsOf?: { environmentName: string; isThis: boolean } | undefined;
  /** Lines of its log about policies, credentials or the API. */
  logLines: string[];
}

/** Everything the findings are drawn from. */
export interface Evidence {
  api: ApiFacts;
  environmentName: PlatformText;
  /** Undefined when they could not be read. */
  policies?: (PolicyFacts & { problems: string[]; ageSeconds: number | undefined })[] | undefined;
  applications: PairedApplication[];
  /** How many applications of the environment were checked, and the services that could not be read. */
  searched?: { applications: number; unreadable: string[] } | undefined;
  gateway?: BehindGateway | undefined;
  /** The call from outside; undefined when no address is known. */
  proof?: AccessProof | undefined;
  unreadable: UnreadPart[];
}

/** The gateway that the API is deployed to, as far as it could be read. */
export interface BehindGateway {
  deployment: DeploymentFacts;
  gateway?: { id: string; name: string; status: string; up: boolean } | undefined;
}
