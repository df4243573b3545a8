import { type Line, totalOf } from './bill/line.ts';
import { type Estimate, itemPerEventTotal } from './estimate.ts';
import { HOURS_PER_MONTH, prices } from './prices.ts';

/** What other programs read of an estimate. USD; quantities are those of a month. */
export const asJson = ({ deployment, freeTier, ...bills }: Estimate, rulesFile: string, notes: readonly string[]) => {
  const { parapet, itemPerEvent, customMetrics, ways } = bills;
  const { guardrails, ...traffic } = deployment;
  return {
    region: 'us-east-1',
    hoursPerMonth: HOURS_PER_MONTH,
    freeTier,
    deployment: { ...traffic, rules: rulesFile, guardrails: guardrails.map(({ id }) => id) },
    parapet: { total: totalOf(parapet), lines: parapet.map(lineJson) },
    itemPerEvent: {
      total: itemPerEventTotal(itemPerEvent),
      rest: itemPerEvent.rest,
      lines: itemPerEvent.lines.map(lineJson),
    },
    customMetrics: {
      total: totalOf(customMetrics.lines),
      left: customMetrics.left,
      lines: customMetrics.lines.map(lineJson),
    },
    ways: Object.fromEntries(ways.map(([way, total]) => [way, total ?? null])),
    notes,
  };
};

const lineJson = ({ price, ...line }: Line) => {
  const { source, asOf, seenIn } = prices[price];
  return { ...line, source, asOf, seenIn };
};
