import type { PlatformClient } from '../platform/client.ts';
import type { Secrets } from '../platform/masking/secrets.ts';
import type { AnyOperation } from '../platform/operations.ts';
import type { Platform } from '../platform/platform.ts';
import type { DependentSource } from './dependents.ts';
import type { EnvironmentContext } from './tools/context.ts';
import type { Findable } from './whereabouts.ts';

/** What the clients of a service are made of. */
export interface ClientParts {
  client: PlatformClient;
  /** Told of every secret that is read, before anything else sees it. */
  secrets: Secrets;
  /** Whether an environment may be seen at all; what may not is left out where environments are read. */
  isVisible: (environment: { id: string; name: string }) => boolean;
}

/** A service of the platform as the rest of the project composes it. */
export interface Service<Clients extends Partial<Platform> = Partial<Platform>> {
  /** The name of its folder. */
  name: string;
  /** Its clients, by the names that they have in {@link Platform}. */
  clients(parts: ClientParts): Clients;
  /** Every operation of the platform that they call. */
  operations: readonly AnyOperation[];
  /**
   * The services that its plans, writes and tools work with. Reading has no order, but this has: it must not lead back to the service itself.
   */
  worksWith?: readonly string[];
  /** Its things that depend on things of other services. */
  dependents?: readonly DependentSource<EnvironmentContext>[];
  /** Its things that can be looked for by name. */
  findables?: readonly Findable<EnvironmentContext>[];
}

/** Declares a service; the type of its clients is kept. */
export function defineService<Clients extends Partial<Platform>>(service: Service<Clients>): Service<Clients> {
  return service;
}
