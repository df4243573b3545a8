import { epochMs, minutes, seconds, type DurationMs, type EpochMs } from '../../shared/core/units.ts';

/** A part of the story. */
export interface Stretch {
  /** From the start of the demo. */
  readonly from: DurationMs;
  readonly to: DurationMs;
}

/** Who is hit, and what share of those payments fails. */
interface Outage extends Stretch {
  readonly bank: string;
  readonly methods: readonly string[];
  readonly failing: number;
}

/** The story of the demo: a mobile wallet on a Monday morning. A bank breaks in two steps; meanwhile a method gets slow. */
export const scenario = {
  start: epochMs(Date.parse('2026-03-02T09:00:00Z')),
  length: minutes(50),
  paymentsPerMinute: 420,

  outages: [
    { from: minutes(15), to: minutes(27), bank: 'icbc', methods: ['card'], failing: 0.6 },
    { from: minutes(20), to: minutes(27), bank: 'icbc', methods: ['qr'], failing: 0.5 },
  ] satisfies readonly Outage[],
  slowness: { from: minutes(17), to: minutes(26), method: 'transfer', factor: 2.6 },

  /** Ends of payments on a good day. */
  failing: 0.013,
  timingOut: 0.002,
  declining: 0.03,
  cancelling: 0.02,
  fraudulent: 0.0008,

  /** How often each producer sends what it has. */
  flush: seconds(10),
  sentTwice: 0.03,
  sentAgain: 0.03,
  sentLate: 0.06,
} as const;

export const banks: ReadonlyMap<string, number> = new Map([
  ['icbc', 24],
  ['ccb', 20],
  ['abc', 18],
  ['boc', 14],
  ['cmb', 14],
  ['bocom', 10],
]);

export const methods: ReadonlyMap<string, number> = new Map([
  ['qr', 52],
  ['card', 30],
  ['transfer', 18],
]);

export const regions: ReadonlyMap<string, number> = new Map([
  ['shanghai', 30],
  ['guangdong', 28],
  ['beijing', 22],
  ['sichuan', 20],
]);

export const merchants: ReadonlyMap<string, number> = new Map([
  ['tea-house', 22],
  ['metro', 18],
  ['noodle-bar', 18],
  ['bookshop', 14],
  ['taxi', 14],
  ['grocer', 8],
  ['cinema', 6],
]);

/** Milliseconds in the middle, and the spread of their logarithm. */
export const latencies: ReadonlyMap<string, { readonly median: number; readonly sigma: number }> = new Map([
  ['qr', { median: 180, sigma: 0.4 }],
  ['card', { median: 290, sigma: 0.38 }],
  ['transfer', { median: 330, sigma: 0.36 }],
]);

/** Whether a moment lies in a part of the story. */
export const isDuring = (time: EpochMs, { from, to }: Stretch): boolean =>
  time >= scenario.start + from && time < scenario.start + to;
