import type { Organization } from '../../core/identity/model.ts';

const none = { assigned: 0 };
const noneOfBoth = { assigned: 0, reassigned: 0 };
const noMore = { base: 0, addOn: 0 };
const off = { enabled: false };

/**
 * What organizations can buy and none here has, because it is not emulated: with the members of the published document
 * [docs/platform/access.md#entitlements].
 */
const notBought = {
  hybridInsight: false,
  hybridAutoDiscoverProperties: false,
  staticIps: noneOfBoth,
  vpcs: noneOfBoth,
  vpns: noneOfBoth,
  networkConnections: noneOfBoth,
  workerLoggingOverride: off,
  messaging: none,
  mqMessages: noMore,
  mqRequests: noMore,
  mqAdvancedFeatures: off,
  objectStoreRequestUnits: noMore,
  objectStoreKeys: noMore,
  designCenter: { mozart: false, api: false, apiVisual: false, apiExample: false },
  partnersProduction: none,
  partnersSandbox: none,
  tradingPartnersProduction: none,
  tradingPartnersSandbox: none,
  loadBalancer: noneOfBoth,
  externalIdentity: false,
  autoscaling: false,
  armAlerts: false,
  apiCatalog: off,
  apiMonitoring: { schedules: 0 },
  apiCommunityManager: off,
  apiExperienceHub: off,
  monitoringCenter: {
    productSKU: 0,
    rawStorageOverrideGB: 0,
    dataRegion: '',
    productionUnits: 0,
    preProductionUnits: 0,
    storageBase: 0,
    storageAddOn: 0,
  },
  apiQuery: { enabled: false, productSKU: 0 },
  apiQueryC360: off,
  rpa: { enabled: false, active: false, composerVersion: '' },
  idp: off,
  AutomationCreditsDW: none,
  apiGovernance: { enabled: false, apisPerMonth: 0 },
  apiGovernanceDomain: { domain: '' },
  cam: off,
  crowdSelfServiceMigration: off,
  kpiDashboard: off,
  pcf: false,
  appViz: false,
  serviceMesh: off,
  rtfManagedGateway: off,
  runtimeFabricCloud: off,
  composer: {
    enabled: false,
    tasksPerMonth: 0,
    maxConnectors: 0,
    unlimitedConnectors: false,
    isHyperAutomation: false,
  },
  muleDxWebIde: off,
  muleDxGenAI: off,
  muleDxEDA: off,
  usageBasedPricingLimits: { cpu: { base: 0, extra: 0 }, memory: { base: 0, extra: 0 } },
  telemetryExporter: off,
  anypointSecurityEdgePolicies: off,
  anypointSecurityTokenization: off,
};

/** What every organization here has: API Manager and Exchange. */
const included = {
  apis: { enabled: true },
  exchange2: { enabled: true, assetUsageAndEngagement: off },
};

/** The entitlements of an organization, as all its views show them. */
export function entitlementsView({ entitlements }: Organization) {
  const { muleRuntimeIntegration } = entitlements.usageBasedPricing;
  return {
    ...notBought,
    ...included,
    ...entitlements,
    usageBasedPricing: {
      ...entitlements.usageBasedPricing,
      muleRuntimeIntegration: { flows: 0, messages: 0, throughput: 0, ...muleRuntimeIntegration },
    },
  };
}
