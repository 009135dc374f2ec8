import type { FaultInput } from '../faults/model.ts';
import { defineValue } from '../kinds.ts';

/** What happens at a moment; what it happens to is there by id. */
export interface PlannedEvent {
  /** epoch milliseconds */
  at: number;
  /** the name of its kind of event */
  do: string;
  /** id of the server, gateway or application */
  id?: string;
  message?: string;
  fault?: FaultInput;
}

/** What is still to happen, earliest first. */
export const plannedEvents = defineValue('plannedEvents', (): PlannedEvent[] => []);
