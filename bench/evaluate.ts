import { decodeSegment } from '../shared/core/segment/decode-segment.ts';
import { encodeBatch } from '../shared/core/segment/encode-batch.ts';
import type { EncodedSegment } from '../shared/core/segment/encoded-segment.ts';
import { addMinutes } from '../shared/core/units.ts';
import { type Answer, expectSame } from './evaluate/answer.ts';
import { connectDuckDb, DUCKDB, DUCKDB_VERSION } from './evaluate/duck-db.ts';
import { fromFiles, fromTables, loadDuckDb } from './evaluate/duck-ways.ts';
import { evaluateColumns, evaluateStored } from './evaluate/parapet.ts';
import { batchesByMinute, FROM, million, type MinuteOfBatches } from './evaluate/payments.ts';
import { phasesOf } from './evaluate/phases.ts';
import { type Contender, inTurn, machine } from './ingest/in-turn.ts';

/**
 * A million payments in 2 000 segments to verdicts, beside DuckDB asked the same of the same events: drop the copies, count
 * bad and all of each minute by four attributes, and one p95. DuckDB judges nothing. Run it with
 * `npm run bench -- evaluate [turns]`; DuckDB comes with `npm install --no-save @duckdb/node-api@<version>`.
 */
const [, , turns = '7'] = process.argv;
const now = addMinutes(FROM, million.minutes);
const batches = million.minutes * million.batchesPerMinute;
const events = batches * million.eventsPerBatch;

const segments: EncodedSegment[] = [];
/** A minute of events at a time: all of them would take more memory than all that is measured. */
function* encoded(): Generator<MinuteOfBatches> {
  for (const minute of batchesByMinute(million)) {
    segments.push(...minute.batches.flatMap((batch) => encodeBatch(batch).segments));
    yield minute;
  }
}

const count = (value: number): string => value.toLocaleString('en-US');
const duckDb = await connectDuckDb();
if (duckDb === undefined) for (const _ of encoded());
else await loadDuckDb(duckDb, encoded());

const stored = await evaluateStored(segments, now);
const columns = Map.groupBy(segments.map(decodeSegment), ({ minute }) => minute);
const { answer: expected, verdicts } = await stored();
const contender = (name: string, ask: () => Promise<Answer>): Contender => ({
  name,
  run: async () => {
    expectSame(name, await ask(), expected);
  },
});

const files = duckDb === undefined ? undefined : await fromFiles(duckDb, batches);
try {
  const contenders = [
    contender('Parapet, from stored segments', async () => (await stored()).answer),
    contender('Parapet, from their columns in memory', async () => evaluateColumns(columns, now).answer),
    ...(duckDb === undefined ? [] : fromTables(duckDb)).map(({ name, ask }) => contender(name, ask)),
    ...(files === undefined ? [] : [contender(files.name, files.ask)]),
  ];
  const figures = await inTurn(contenders, { turns: Number(turns), runs: 1 });

  const broken = [...verdicts.values()].filter(({ verdict }) => verdict.kind === 'breach').length;
  console.log(
    `${count(events)} payments of ${million.minutes} minutes, ${count(events - expected.events)} of them copies, in ${count(batches)} segments: ${expected.counts.size} pairs of counts, a p95 and ${verdicts.size} verdicts (${broken} broken). Answers checked equal.`,
  );
  console.log(`CPU, the median of ${turns} turns, one contender after the other in each; ${machine()}.\n`);
  console.log('| | ms of one core | of Parapet, from stored segments |');
  console.log('|---|---|---|');
  for (const [name, { micros, ratio }] of figures)
    console.log(`| ${name} | ${(micros / 1000).toFixed(0)} | ${ratio.toFixed(2)} |`);
  if (duckDb === undefined)
    console.log(`\nDuckDB is left out: npm install --no-save ${DUCKDB}@${DUCKDB_VERSION} brings it.`);

  console.log('\n| Parapet, from stored segments | ms of one core |');
  console.log('|---|---|');
  for (const [phase, ms] of phasesOf(segments, now, Number(turns))) console.log(`| ${phase} | ${ms.toFixed(0)} |`);
} finally {
  files?.remove();
  duckDb?.closeSync();
}
