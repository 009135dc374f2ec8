/// <reference types="vite/types/importMeta.d.ts" />
import { compose } from '../../src/emulator/core/composition.ts';
import { services } from '../../src/emulator/services/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { numbers } from './sample-rows.ts';

/** What each service adds to the sample organization: lists of things, in the form of a scenario. */
const samples = import.meta.glob<{ sample: Record<string, readonly object[]> }>('./*/sample.ts', { eager: true });

/** An organization with more of everything than a page is wont to show, as large customers have. */
export const sampleOrganization: Record<string, readonly object[]> = {};
for (const [file, { sample }] of Object.entries(samples)) {
  for (const [kind, things] of Object.entries(sample)) {
    if (kind in sampleOrganization) throw new Error(`${file} has ${kind}, which another service has too.`);
    sampleOrganization[kind] = things;
  }
}

// What a tool lists under the name of its section in scenarios, and what needs only a name, needs no sample of its own.
for (const kind of allTools.flatMap(({ lists }) => lists?.key ?? [])) {
  const section = compose(services).sections.find(({ name }) => name === kind);
  const things = numbers.map((n) => ({ name: `freight-${n}` }));
  if (!(kind in sampleOrganization) && section?.schema.safeParse(things).success) sampleOrganization[kind] = things;
}

/** Settings of a client of the sample organization, besides where the platform is. */
export const sampleSettings = {
  ANYPOINT_CLIENT_ID: 'sample-client',
  ANYPOINT_CLIENT_SECRET: 'sample-secret',
  ANYPOINT_ENVIRONMENT: 'Sandbox',
};
