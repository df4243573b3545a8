import type { EpochMs } from '../core/units.ts';

/** The wall clock, asked only at the edge: for the accepted times of events and to refuse ticks from the future. */
export interface Clock {
  now(): EpochMs;
}
