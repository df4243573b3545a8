import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { Ratio } from '../../shared/core/units.ts';

export const ways = ['http', 'queue', 'stream'] as const;
export type Way = (typeof ways)[number];

/** What a bill is asked for. */
export interface Deployment {
  readonly eventsPerSecond: number;
  readonly eventsPerBatch: number;
  /** Of the events of a batch: each is a segment. Also fractions, as a mean. */
  readonly minutesPerBatch: number;
  readonly via: Way;
  /** Share of the batches that come when their minutes may be sealed already. */
  readonly lateBatches: Ratio | 0;
  readonly guardrails: readonly Guardrail[];
  readonly groupsPerAttribute: number;
  readonly encryption: 'aws' | 'customer';
  readonly watch: Watch;
}

/** What the stack has to watch over itself: its settings of these names, and its alarms. */
export interface Watch {
  /** Whether the value of each guardrail is a metric. */
  readonly guardrailMetrics: boolean;
  /** That its alarms read. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** An event of our own a minute over the queue, with a guardrail of its own. */
  readonly syntheticEvent: boolean;
}

export const batchesPerSecond = ({ eventsPerSecond, eventsPerBatch }: Deployment): number =>
  eventsPerSecond / eventsPerBatch;
