import * as z from 'zod';
import { defineKind, sameId } from '../../../core/kinds.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import type { PrivateSpace } from '../model.ts';
import { privateSpaces } from '../private-space.ts';
import { ingressLevels } from './ingress-levels.ts';

type Level = (typeof ingressLevels)[number];

/** A request that reached the ingress of a private space. */
export interface IngressRequest {
  method: string;
  host: string;
  path: string;
  /** the address of the caller */
  ip: string;
  /** of the response */
  status: number;
}

/** The log of the ingress of a private space, by its id. */
export interface IngressLog {
  lines: string[];
}

/** How many lines are kept, which no source says. */
const maxLines = 1000;

/** The ingress logs of private spaces. */
export const ingressLogs = defineKind({
  name: 'ingressLogs',
  noun: 'ingress log',
  empty: () => new Map<string, IngressLog>(),
  deletedWith: [sameId(privateSpaces)],
});

/** What the settings of a space say about its log; clients cannot store other levels. */
const settings = z.object({
  logs: z
    .object({
      portLogLevel: z.enum(ingressLevels).default('ERROR'),
      filters: z.array(z.object({ ip: z.string(), level: z.enum(ingressLevels) })).default([]),
    })
    .default({ portLogLevel: 'ERROR', filters: [] }),
});

/**
 * Writes a request into the ingress log of a private space, if the level for its caller includes it: errors always,
 * all others from INFO on.
 */
export function logIngress({ store, clock }: Platform, spaceId: string, request: IngressRequest): void {
  const space = store.of(privateSpaces).get(spaceId);
  if (space === undefined) return;
  const level: Level = request.status >= 500 ? 'ERROR' : 'INFO';
  const shown = levelFor(space, request.ip);
  if (ingressLevels.indexOf(level) > ingressLevels.indexOf(shown)) return;
  const { method, host, path, ip, status } = request;
  const line = `${isoDate(clock.now())} ${level} ${ip} ${host} "${method} ${path}" ${status}`;
  const lines = [...(store.of(ingressLogs).get(spaceId)?.lines ?? []), line].slice(-maxLines);
  store.of(ingressLogs).set(spaceId, { lines });
}

function levelFor(space: Readonly<PrivateSpace>, ip: string): Level {
  const { logs } = settings.parse(space.settings?.['ingressConfiguration'] ?? {});
  return logs.filters.find((filter) => filter.ip === ip)?.level ?? logs.portLogLevel;
}
