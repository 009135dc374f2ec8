/** A running process of an application. */
export interface RuntimeProcess {
  /** all properties in plain text, secure ones included */
  properties: Record<string, string>;
  /** epoch ms */
  startedAt: number;
  /** epoch ms from which API Manager tracks it, if its properties are right */
  trackedAt: number;
  /** epoch ms from which its gatekeeper lets requests through, if its policies are valid */
  opensAt: number;
}

/** The state of an application at one moment. */
export interface RuntimeState {
  /** as its service names it */
  status: string;
  /**
   * CloudHub 1.0 only: set while a redeploy is in progress and the old version still serves
   * [docs/platform/applications.md#cloudhub-state]
   */
  updateStatus: string | null;
  /** null while no process serves requests */
  process: RuntimeProcess | null;
}

/** An application of any service, as the data plane sees it. */
export interface DeployedApplication {
  /** its path segment on the data plane */
  host: string;
  /** host names of its own addresses: it answers at the path of each as well */
  publicHosts?: readonly string[];
  name: string;
  organizationId: string;
  environmentId: string;
  /** of CloudHub 2.0: the space whose ingress its requests pass */
  spaceId?: string;
  /** null while no process serves requests */
  process: RuntimeProcess | null;
}
