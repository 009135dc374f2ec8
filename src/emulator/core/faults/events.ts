import { defineEvent } from '../scenario/events.ts';
import { faultSchema } from './faults.ts';

/** Adds a fault. */
export const addFault = defineEvent({
  do: 'add-fault',
  fields: { fault: faultSchema },
  plan: ({ fault }) => ({ fault }),
  apply: ({ at, fault }, { faults }) => {
    if (fault !== undefined) faults.add(fault, at);
  },
});

/** Clears all faults. */
export const clearFaults = defineEvent({
  do: 'clear-faults',
  fields: {},
  plan: () => ({}),
  apply: (_event, { faults }) => {
    faults.clear();
  },
});
