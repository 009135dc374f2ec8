import type { FaultInput } from '../faults/model.ts';
import { defineValue } from '../kinds.ts';

/** An event that is not due yet; it refers to its object by id. */
export interface PlannedEvent {
  /** epoch milliseconds */
  at: number;
  /** the name of its kind of event */
  do: string;
  /** id of the server, gateway or application */
  id?: string;
  message?: string;
  /** whether what happens goes on happening */
  again?: boolean;
  fault?: FaultInput;
}

/** Events that are not due yet, earliest first. */
export const plannedEvents = defineValue('plannedEvents', (): PlannedEvent[] => []);
