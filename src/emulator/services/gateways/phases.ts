import type { Platform } from '../../core/platform.ts';
import { changing, settled, stateAt, type Timed } from '../../core/transitions.ts';
import type { GatewayPhase, ManagedGateway } from './model.ts';
import { gatewayOutcomes } from './outcomes.ts';
import { type GatewayTarget, targetOfGateway } from './target.ts';

/**
 * `APPLYING` and `RUNNING` are known. The names for stopped and failed gateways are not documented
 * [docs/platform/gateways.md#gateway-status]; `STOPPED` and `FAILED` are assumptions, so clients must not depend on
 * them.
 */
const running: GatewayPhase = { status: 'RUNNING', ready: true, running: true, statusMessage: '' };
const stopped: GatewayPhase = { status: 'STOPPED', ready: false, running: false, statusMessage: '' };

/**
 * The platform's own domains. Hosts in other domains are custom domains, which the private space does not have to list.
 */
const platformDomain = '.cloudhub.io';

function hostsOf(publicUrl: string): string[] {
  return publicUrl
    .split(',')
    .map((text) => text.trim())
    .filter((text) => URL.canParse(text))
    .map((text) => new URL(text).hostname);
}

function foreignHost(target: GatewayTarget | undefined, gateway: ManagedGateway): string | undefined {
  const ownDomains = target?.domains ?? [];
  return hostsOf(gateway.configuration.ingress?.publicUrl ?? '').find(
    (host) => host.endsWith(platformDomain) && !ownDomains.some((domain) => host.endsWith(domain)),
  );
}

/** The phase of a managed gateway at one moment. */
export function phaseOf(gateway: ManagedGateway, now: number): GatewayPhase {
  return stateAt(gateway.phase, now);
}

/** The phase of a gateway after its configuration is applied. */
export function finalPhase({ store }: Pick<Platform, 'store'>, gateway: ManagedGateway): GatewayPhase {
  if (gateway.desiredStatus === 'STOPPED') return stopped;
  const target = targetOfGateway({ store }, gateway);
  const foreign = foreignHost(target, gateway);
  const failure =
    gateway.failure ??
    (foreign === undefined
      ? undefined
      : `Ingress could not be configured: host ${foreign} does not belong to a domain of target ${target?.name ?? gateway.targetId}`);
  if (failure === undefined) return running;
  return { status: 'FAILED', ready: false, running: false, statusMessage: failure };
}

/**
 * Starts applying a gateway: `APPLYING` for `ms`, then {@link finalPhase}. A running gateway keeps running meanwhile.
 */
export function applyGateway(platform: Platform, gateway: ManagedGateway, ms: number): void {
  const { clock } = platform;
  applyScenarioOutcome(platform, gateway);
  const { status, running: wasRunning } = phaseOf(gateway, clock.now());
  const applying: GatewayPhase = { ...applyingPhase().after, running: wasRunning };
  // A new gateway of a shared space has a state of its own first [docs/platform/gateways.md#gateway-status].
  if (status === provisioning) applying.status = provisioning;
  gateway.phase = gateway.neverReady ? settled(applying) : changing(clock, applying, finalPhase(platform, gateway), ms);
}

/** What a gateway in a shared space is in while it is created. */
export const provisioning = 'PROVISIONING';

/** The phase of a gateway that stays in `APPLYING`. */
export function applyingPhase(): Timed<GatewayPhase> {
  return settled({ status: 'APPLYING', ready: false, running: false, statusMessage: '' });
}

/** Applies the outcome that the scenario sets for the name of a gateway. */
function applyScenarioOutcome({ store }: Platform, gateway: ManagedGateway): void {
  const outcome = store.of(gatewayOutcomes).find(({ name }) => {
    const parts = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(gateway.name);
  });
  if (outcome?.outcome === 'never-ready') gateway.neverReady = true;
  else if (outcome !== undefined) gateway.failure = outcome.message;
}
