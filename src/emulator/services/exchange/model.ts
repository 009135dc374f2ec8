/** A file of an asset [docs/platform/exchange.md#publish]. */
export interface AssetFile {
  classifier: string;
  packaging: string;
  mainFile: string | null;
  content: Uint8Array<ArrayBuffer>;
  /** part of its download link, which works without signing in */
  key: string;
}

/** Where an asset stands in its life [docs/platform/exchange.md#versions]. */
export type AssetStatus = 'development' | 'published' | 'deprecated';

/** One version of an Exchange asset [docs/platform/exchange.md#read-an-asset]. */
export interface Asset {
  organizationId: string;
  groupId: string;
  assetId: string;
  version: string;
  name: string;
  description: string;
  type: string;
  status: AssetStatus;
  /** the API version, e.g. `v1`, shared by all versions of one major; empty for what is not an API */
  versionGroup: string;
  /** address of an external API, given instead of a file */
  assetLink: string | null;
  labels: string[];
  files: AssetFile[];
  createdAt: number;
  updatedAt: number;
  /** from then on it can be found: an asynchronous publication takes a while */
  availableAt: number;
}

/** An asynchronous publication [docs/platform/exchange.md#publication-status]. */
export interface Publication {
  id: string;
  organizationId: string;
  assetType: string;
  finishesAt: number;
  /** why it fails; empty when it succeeds */
  errors: string[];
}

/** Technologies of API instances, and of the gateways that enforce their policies [docs/platform/apis.md#create]. */
export type Technology = 'mule3' | 'mule4' | 'flexGateway' | 'serviceMesh';
