import type { UnreadPart } from '../../../core/reading/partial.ts';
import type { PlatformText } from '../../../platform/text.ts';
import type { ApplicationDetail, Autodiscovery } from '../../applications/index.ts';
import type { AccessProof } from '../access-proof.ts';
import type { DeploymentFacts } from '../create-steps.ts';
import type { FlexEndpoint } from '../gateway.ts';
import type { ApiFacts } from '../instances.ts';
import type { Guard, Requested } from '../policies/coverage.ts';
import type { PolicyFacts } from '../policies/policies.ts';

/** The request that a diagnosis makes. */
export const probed: Requested = { method: 'GET', path: '/' };

/**
 * Whose client id an application has: that of this environment, of another one, `elsewhere` of none that this server
 * sees, or `unknown` where either client id cannot be read.
 */
export type CredentialsOf = 'this' | { environmentName: PlatformText } | 'elsewhere' | 'unknown';

/** An application that carries the id of the API. */
export interface PairedApplication {
  application: ApplicationDetail;
  autodiscovery: Autodiscovery;
  credentials: CredentialsOf;
  /** Lines of its log about policies, credentials or the API. */
  logLines: string[];
}

/** Everything the findings are drawn from. */
export interface Evidence {
  api: ApiFacts;
  environmentName: PlatformText;
  /** How an instance for a Flex Gateway is set up; undefined for others, or when it cannot be read. */
  listening?: FlexEndpoint | undefined;
  /** Undefined when they could not be read. */
  policies?: (PolicyFacts & { problems: string[]; ageSeconds: number | undefined; coversProbe: boolean })[] | undefined;
  /** What the enabled policies ask of callers; undefined when they could not be read. */
  guards?: Guard[] | undefined;
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
