/** A running process of an application. */
export interface RuntimeProcess {
  /** all properties in plain, secure ones included */
  properties: Record<string, string>;
  startedAt: number;
  /** from then on API Manager knows of it, if its properties are right */
  trackedAt: number;
  /** from then on its gatekeeper lets requests through, if its policies are right */
  opensAt: number;
}

/** What an application does at a moment. */
export interface RuntimeState {
  /** in the words of its service */
  status: string;
  /** CloudHub 1.0 only: set while a redeploy is under way next to the version that still serves [docs/platform/applications.md#cloudhub-state] */
  updateStatus: string | null;
  /** null while nothing serves */
  process: RuntimeProcess | null;
}

/** An application of any service, as the data plane sees it. */
export interface DeployedApplication {
  /** its path segment of the data plane */
  host: string;
  name: string;
  organizationId: string;
  environmentId: string;
  /** null while nothing serves */
  process: RuntimeProcess | null;
}
