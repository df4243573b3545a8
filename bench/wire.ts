import { isDeepStrictEqual } from 'node:util';
import { someAtOnce } from '../shared/app/some-at-once.ts';
import { type Engine, engines } from '../test/support/engines.ts';
import { cpuWithChildren } from './ingest/cpu-of-children.ts';
import { machine, median } from './ingest/in-turn.ts';
import { batchesOf, bodyOf } from './ingest/payments.ts';
import { type Counts, type Way, ways } from './ingest/ways.ts';

/**
 * Ingest and evaluate through the wire, beside an item per event on the same engine: from bodies to what is stored, and from
 * there to counts by bank, which have to be the same. In CPU of this process and the engine together, since both work for
 * it. Run it with `npm run bench -- wire [turns [batches]]`; batches are of 500.
 */
const [, , turns = '5', batches = '16'] = process.argv;
const EVENTS_PER_BATCH = 500;
const bodies = batchesOf(EVENTS_PER_BATCH, Number(batches)).map(bodyOf);
const events = EVENTS_PER_BATCH * bodies.length;

/** CPU seconds. */
interface Spent {
  readonly ingest: number;
  readonly count: number;
}

const spend = async (engine: Engine, { ingest, count }: Way): Promise<Spent & { readonly counts: Counts }> => {
  const table = await engine.table();
  const began = cpuWithChildren();
  await someAtOnce(ingest(table, bodies), (request) => request());
  const stored = cpuWithChildren();
  const counts = await count(table);
  return { ingest: (stored - began) / 1e6, count: (cpuWithChildren() - stored) / 1e6, counts };
};

/** One way after the other in each turn; the first turn only warms up. */
const inTurn = async (engine: Engine): Promise<ReadonlyMap<Way, readonly Spent[]>> => {
  const spent = new Map(ways.map((way) => [way, [] as Spent[]]));
  for (let turn = -1; turn < Number(turns); turn++) {
    let expected: Counts | undefined;
    for (const way of ways) {
      const { counts, ...each } = await spend(engine, way);
      expected ??= counts;
      if (!isDeepStrictEqual(counts, expected)) throw new Error(`${way.name}: expected the same counts as the first`);
      if (turn >= 0) spent.get(way)?.push(each);
    }
  }
  return spent;
};

const perSecond = (seconds: readonly number[]): string =>
  Math.round(events / median(seconds)).toLocaleString('en-US', { maximumSignificantDigits: 3 });
const times = (theirs: readonly number[], ours: readonly number[]): string =>
  median(theirs.map((each, turn) => each / (ours[turn] ?? Number.NaN))).toFixed(1);

console.log(
  `Events per second of one core (CPU of the client and of the engine together), ${events.toLocaleString('en-US')} payments in batches of ${EVENTS_PER_BATCH}, 16 requests in flight.`,
);
console.log(`The median of ${turns} turns, one way after the other in each; ${machine()}. Target: 20 times.\n`);
console.log('| engine | way | ingest | Parapet is | evaluate | Parapet is | both | Parapet is |');
console.log('|---|---|---|---|---|---|---|---|');
for (const tested of engines) {
  const { name, skip } = tested;
  if (skip !== undefined) {
    console.log(`| ${name} | left out: ${skip} | | | | | | |`);
    continue;
  }
  const engine = await tested.start();
  try {
    const spent = await inTurn(engine);
    const [ours = []] = spent.values();
    for (const [way, theirs] of spent) {
      const cells = [
        (each: Spent) => each.ingest,
        (each: Spent) => each.count,
        (each: Spent) => each.ingest + each.count,
      ].map(
        (of) => `${perSecond(theirs.map(of))} | ${theirs === ours ? '' : `${times(theirs.map(of), ours.map(of))} x`}`,
      );
      console.log(`| ${name} | ${way.name} | ${cells.join(' | ')} |`);
    }
  } finally {
    await engine.stop();
  }
}
