/** A file of an asset [docs/platform/exchange.md#publish]. */
export interface AssetFile {
  classifier: string;
  packaging: string;
  mainFile: string | null;
  content: Uint8Array<ArrayBuffer>;
  /** part of its download link, which needs no token */
  key: string;
}

/** The lifecycle state of an asset [docs/platform/exchange.md#versions]. */
export type AssetStatus = 'development' | 'published' | 'deprecated';

/** What a publication carries beside name, type and files, as texts [docs/platform/exchange.md#publish]. */
export interface AssetParts {
  dependencies: string[];
  properties: Record<string, string>;
  fields: Record<string, string>;
  categories: Record<string, string>;
}

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
  /** the API version, such as `v1`, shared by all versions with one major number; empty for assets that are no APIs */
  versionGroup: string;
  /** address of an external API, instead of a file */
  assetLink: string | null;
  labels: string[];
  contactName?: string | undefined;
  contactEmail?: string | undefined;
  /** the other parts that it was published with */
  parts?: AssetParts;
  files: AssetFile[];
  createdAt: number;
  updatedAt: number;
  /** epoch ms from which it can be found; an asynchronous publication takes a while */
  availableAt: number;
}

/** An asynchronous publication [docs/platform/exchange.md#publication-status]. */
export interface Publication {
  id: string;
  organizationId: string;
  assetType: string;
  finishesAt: number;
  /** why it failed; empty on success */
  errors: string[];
}

/** Technologies of API instances, and of the gateways that enforce their policies [docs/platform/apis.md#create]. */
export type Technology = 'mule3' | 'mule4' | 'flexGateway' | 'serviceMesh';
