import { type CustomMetrics, customMetricsBill, customMetricsOf } from './bill/custom-metrics.ts';
import { itemPerEventTable } from './bill/item-per-event.ts';
import { type Line, totalOf, withFreeTier } from './bill/line.ts';
import { parapetBill, parapetTable } from './bill/parapet-bill.ts';
import { type Deployment, type Way, ways } from './deployment.ts';
import { tooLarge } from './limits.ts';

/** A month of the same traffic and guardrails, by Parapet and by what one would build instead. */
export interface Estimate {
  readonly deployment: Deployment;
  readonly freeTier: boolean;
  readonly parapet: readonly Line[];
  readonly itemPerEvent: ItemPerEvent;
  readonly customMetrics: CustomMetrics & { readonly lines: readonly Line[] };
  /** What Parapet would cost over each way in; undefined where a batch does not fit into it. */
  readonly ways: readonly (readonly [way: Way, total: number | undefined])[];
}

export interface ItemPerEvent {
  /** Of the table. */
  readonly lines: readonly Line[];
  /** All that is no table, taken to cost what it costs Parapet. */
  readonly rest: number;
}

export const itemPerEventTotal = ({ lines, rest }: ItemPerEvent): number => totalOf(lines) + rest;

export const estimate = async (deployment: Deployment, freeTier: boolean): Promise<Estimate> => {
  const billed = (lines: readonly Line[]): readonly Line[] => (freeTier ? withFreeTier(lines) : lines);
  const table = await parapetTable(deployment);
  const billOf = (via: Way): readonly Line[] => billed(parapetBill({ ...deployment, via }, table));
  const parapet = billOf(deployment.via);
  const customMetrics = customMetricsOf(deployment);
  return {
    deployment,
    freeTier,
    parapet,
    itemPerEvent: {
      lines: billed(itemPerEventTable(deployment)),
      rest: totalOf(parapet.filter(({ service }) => service !== 'DynamoDB')),
    },
    customMetrics: { ...customMetrics, lines: billed(customMetricsBill(customMetrics)) },
    ways: ways.map((way) => [
      way,
      tooLarge({ ...deployment, via: way }) === undefined ? totalOf(billOf(way)) : undefined,
    ]),
  };
};
