import { budgets } from '../../shared/budgets.ts';
import { countText, durationText } from '../../shared/core/message/format.ts';
import { type EpochMs, minutes } from '../../shared/core/units.ts';
import { assumed } from './assumed.ts';
import type { Line } from './bill/line.ts';
import { batchesPerSecond } from './deployment.ts';
import type { Estimate } from './estimate.ts';
import { stalePrices } from './price-age.ts';
import { prices } from './prices.ts';
import { segmentItemBytes, writeUnits } from './sizes.ts';

/** What a reader of this bill must know of it. */
export const notesOf = (estimate: Estimate, now: EpochMs): readonly string[] => {
  const { deployment, customMetrics, itemPerEvent, parapet } = estimate;
  const lines: readonly Line[] = [...parapet, ...itemPerEvent.lines, ...customMetrics.lines];
  const fillMinutes = deployment.eventsPerBatch / deployment.eventsPerSecond / 60;
  const sealedAfter = (budgets.allowedLateness - budgets.ingestTimeout - budgets.clockSkew) / minutes(1);
  const { left } = customMetrics;
  const requests = batchesPerSecond(deployment);
  const segment = segmentItemBytes(deployment.eventsPerBatch / deployment.minutesPerBatch);
  const writes = requests * deployment.minutesPerBatch * writeUnits(segment);
  return [
    ...(fillMinutes > sealedAfter
      ? [
          `One producer fills such a batch in ${durationText(Math.round(fillMinutes))}: its first events come late, are told late, and have their minutes sealed again, which is not in this bill. Send smaller batches.`,
        ]
      : []),
    ...(deployment.via === 'http' && requests > assumed.most.requestsPerSecond
      ? [
          `${countText(Math.round(requests))} requests/s are more than the API lets in, which is ${assumed.most.requestsPerSecond} unless you change infra/capacity.ts. Send larger batches.`,
        ]
      : []),
    ...(writes > assumed.most.writeUnitsPerSecond
      ? [
          `${countText(Math.round(writes))} write units/s are more than the table takes of segments, which is ${countText(assumed.most.writeUnitsPerSecond)}. Send larger batches.`,
        ]
      : []),
    ...(left.length > 0 ? [`No alarm of CloudWatch looks back a month: ${left.join(', ')} is not in (b).`] : []),
    ...stalePrices(lines, now).map(
      (id) =>
        `The price of ${prices[id].service} ${prices[id].unit} was last seen on ${prices[id].asOf}, more than a year ago; look at ${prices[id].source} and mend cli/cost/prices.json.`,
    ),
    'Not counted: tax, support, data that leaves AWS, and what the messages of an incident read. DynamoDB is counted on demand; provisioned for steady traffic it is cheaper, here and in (a).',
  ];
};
