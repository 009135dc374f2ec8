import { defineEvent } from '../scenario/events.ts';
import { faultSchema } from './faults.ts';

/** Something begins to go wrong. */
export const addFault = defineEvent({
  do: 'add-fault',
  fields: { fault: faultSchema },
  plan: ({ fault }) => ({ fault }),
  apply: ({ at, fault }, { faults }) => {
    if (fault !== undefined) faults.add(fault, at);
  },
});

/** Nothing goes wrong any more. */
export const clearFaults = defineEvent({
  do: 'clear-faults',
  fields: {},
  plan: () => ({}),
  apply: (_event, { faults }) => {
    faults.clear();
  },
});
