import { machine } from './ingest/in-turn.ts';
import { storedCost } from './ingest/stored-cost.ts';

/**
 * What is stored of payments, by the size of a batch, beside an item per event: bytes as DynamoDB bills them (keys and names
 * too), and write units as the embedded engine says that it consumed. Counts, the same on every machine. Run it with
 * `npm run bench -- stored`.
 */
const batchesBySize: readonly (readonly [size: number, batches: number])[] = [
  [1, 200],
  [10, 100],
  [50, 40],
  [500, 10],
  [5_000, 2],
];
const targets = { bytesPerEvent: 22, unitsPerThousand: 25 };

console.log(
  `What payments take in the table, each batch spread over one minute, through the adapter; ${machine()}. Target at 500 a batch: ${targets.bytesPerEvent} bytes an event, ${targets.unitsPerThousand} write units per 1,000.\n`,
);
console.log('| events a batch | bytes an event | write units per 1,000 events | requests a batch |');
console.log('|---|---|---|---|');
for (const [size, batches] of batchesBySize) await line(size.toLocaleString('en-US'), 'segments', size, batches);
await line('an item per event', 'items', 500, 2);

async function line(name: string, how: 'segments' | 'items', size: number, batches: number): Promise<void> {
  const { bytesPerEvent, unitsPerThousand, requestsPerBatch } = await storedCost(how, size, batches);
  console.log(
    `| ${name} | ${bytesPerEvent.toFixed(1)} | ${unitsPerThousand.toFixed(1)} | ${requestsPerBatch.toFixed(0)} |`,
  );
}
