import * as z from 'zod';
import { organizationIn } from '../../../core/identity/scenario-places.ts';
import { defineKind } from '../../../core/kinds.ts';
import { name, number, organization } from '../../../core/scenario/fields.ts';
import { hexFrom } from '../../../core/scenario/names.ts';
import { defineList } from '../../../core/scenario/sections.ts';
import { apiIds, takeApiId } from '../ids.ts';
import type { ClientApplication } from '../model.ts';

/** Client applications, which consume APIs. */
export const clientApplications = defineKind({
  name: 'clientApplications',
  noun: 'client application',
  empty: () => new Map<number, ClientApplication>(),
});

/** The scenario section for client applications. */
export const clientApplicationsSection = defineList({
  name: 'clientApplications',
  entry: z.strictObject({
    organization,
    name,
    id: number,
    description: z.string().optional(),
    clientId: name.optional(),
    clientSecret: name.optional(),
  }),
  sequence: apiIds,
  idsOf: ({ id }) => [id],
  load: (entry, at) => {
    const organizationId = organizationIn(at, entry.organization);
    const id = entry.id ?? takeApiId(at.store);
    at.claim(clientApplications, { name: entry.name, id, scope: organizationId });
    at.store.of(clientApplications).set(id, {
      id,
      organizationId,
      name: entry.name,
      description: entry.description ?? null,
      clientId: entry.clientId ?? hexFrom('client', organizationId, entry.name),
      clientSecret: entry.clientSecret ?? `E0${hexFrom('client secret', organizationId, entry.name).slice(2)}`,
    });
  },
});
