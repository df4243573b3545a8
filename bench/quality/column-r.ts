import { type Cell, independent, retries, slightlyVarying, varying, wandering } from './cells.ts';
import type { Data } from './traffic.ts';

/**
 * What the rule came to when its constants were chosen, by another program: the figures that it is held to. Openings a week at
 * 70, 90 and 100 % of the limit, of 4 to 6 weeks each.
 */
export const promisedOpenings: readonly (Cell & { readonly perWeek: readonly [number, number, number] })[] = [
  { data: independent, perMinute: 20, perWeek: [0, 0, 0.2] },
  { data: independent, perMinute: 1_000, perWeek: [0, 0, 0] },
  { data: slightlyVarying, perMinute: 100, perWeek: [0, 0, 0.2] },
  { data: slightlyVarying, perMinute: 1_000, perWeek: [0, 0, 0.5] },
  { data: varying, perMinute: 100, perWeek: [0, 0.2, 0.2] },
  { data: varying, perMinute: 1_000, perWeek: [0, 0.5, 1.2] },
  { data: retries, perMinute: 1, perWeek: [5, 6, 6] },
  { data: retries, perMinute: 5, perWeek: [0.2, 4.8, 5] },
  { data: retries, perMinute: 100, perWeek: [0, 0, 0.8] },
  ...wandering.flatMap((data, index) => [
    { data, perMinute: 1_000, perWeek: index === 0 ? ([0, 17, 35] as const) : ([7, 19, 26] as const) },
  ]),
];
/** Of 200 groups together, at 70 and 90 % of the limit. */
export const promisedMany: readonly { readonly data: Data; readonly perWeek: readonly [number, number] }[] = [
  { data: independent, perWeek: [0, 1] },
  { data: { kind: 'overdispersed', icc: 0.005 }, perWeek: [0.5, 0.5] },
];

/** Of each promise above. */
export const PROMISED_WEEKS = 5;

/** Minutes until an hour of failures is told, and until it is over after its end, of independent events. Medians. */
export const promisedSteps: readonly {
  readonly height: number;
  readonly perMinute: number;
  readonly told: number;
  readonly over?: number;
}[] = [
  { height: 0.08, perMinute: 100, told: 13, over: 14 },
  { height: 0.08, perMinute: 1_000, told: 5, over: 11 },
  { height: 0.15, perMinute: 5, told: 23, over: 64 },
  { height: 0.15, perMinute: 20, told: 8, over: 26 },
  { height: 0.4, perMinute: 1, told: 16, over: 268 },
  { height: 0.4, perMinute: 20, told: 2, over: 22 },
  { height: 0.4, perMinute: 100, told: 1, over: 14 },
  { height: 0.9, perMinute: 1, told: 5 },
  { height: 0.9, perMinute: 5, told: 2 },
  { height: 0.9, perMinute: 20, told: 1 },
];

/** False ends of an incident that only half ends, of independent events. */
export const promisedFalseEnds: readonly { readonly perMinute: number; readonly share: number }[] = [
  { perMinute: 5, share: 0.03 },
  { perMinute: 20, share: 0.01 },
  { perMinute: 100, share: 0 },
];

/** Minutes from the crossing of the limit until a drift is told, of independent events. Medians. */
export const promisedDrift: readonly { readonly perMinute: number; readonly told: number }[] = [
  { perMinute: 20, told: 141 },
  { perMinute: 100, told: 98 },
  { perMinute: 1_000, told: 66 },
];
