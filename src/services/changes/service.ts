import { defineService } from '../../core/service.ts';

/** What was changed through this server: it has no client of the platform, but the journal, which every call can read. */
export const changesService = defineService({ name: 'changes', clients: () => ({}), operations: [] });
