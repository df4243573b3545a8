import type { Random } from '../../demo/random.ts';
import type { TrafficLine } from '../lines/line.ts';
import type { ScenarioMinute } from '../lines/time.ts';
import { poisson } from './poisson.ts';

/**
 * How many events a line has in a minute. A rate that does not vary by chance has whole events at even distances: of
 * `6/h` one every ten minutes.
 */
export const countIn = (line: TrafficLine, minute: ScenarioMinute, random: Random): number => {
  const before = eventsBefore(line, minute);
  const after = eventsBefore(line, minute + 1);
  return line.rate.varies ? poisson(random, after - before) : Math.floor(after + TINY) - Math.floor(before + TINY);
};

/** 10 x 0.1 is a little less than 1 to a computer. */
const TINY = 1e-6;

/** The integral of the rate from the beginning of the span. */
const eventsBefore = ({ span, rate: { perMinute } }: TrafficLine, minute: ScenarioMinute): number => {
  const passed = minute - span.from;
  const slope = (perMinute.to - perMinute.from) / (span.to - span.from);
  return passed * (perMinute.from + (slope * passed) / 2);
};
