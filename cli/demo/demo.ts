import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { countRaw } from '../../shared/app/count-raw.ts';
import type { TickReport } from '../../shared/app/evaluate.ts';
import { countText } from '../../shared/core/message/format.ts';
import { addMs, minuteOf, minutes } from '../../shared/core/units.ts';
import { readRules } from '../files.ts';
import type { Alert } from '../local/alerts.ts';
import { type LocalSystem, startLocalSystem } from '../local/system.ts';
import { virtualClock } from '../local/virtual-clock.ts';
import { alertLines, bold, clockTime } from '../print.ts';
import { type Traffic, traffic } from './deliveries.ts';
import { progressOn } from './progress.ts';
import { seededRandom } from './random.ts';
import { replay } from './replay.ts';
import { scenario, type Stretch } from './scenario.ts';
import { type Counter, summaryTable } from './summary.ts';

export interface DemoSettings {
  readonly seed: number;
  readonly guardrailsFile: string;
}

/** Replays the scenario and prints what its subscribers got. */
export const demo = async ({ seed, guardrailsFile }: DemoSettings): Promise<void> => {
  const began = performance.now();
  const { guardrails, silences } = await readRules(guardrailsFile);
  const coming = traffic(seededRandom(seed));
  console.log(introduction(seed, coming));

  const clock = virtualClock(scenario.start);
  const progress = progressOn(process.stdout);
  const onAlert = (alert: Alert): void => {
    progress.clear();
    console.log([`${clockTime(clock.now())}  email from SNS:`, ...alertLines(alert), ''].join('\n'));
  };
  const faults: unknown[] = [];
  const system = await startLocalSystem({
    clock,
    guardrails,
    silences,
    onAlert,
    onError: (error) => faults.push(error),
  });
  let [ticks, sealed] = [0, 0];
  let table = '';
  try {
    for await (const report of replay(system, clock, coming.deliveries)) {
      faults.push(...faultsOf(report));
      if (faults.length > 0) throw new Error(`Something failed at ${clockTime(report.tick)}`, { cause: faults[0] });
      const payments = countText(sealed + report.events);
      progress.show(++ticks, scenario.length / minutes(1), `${clockTime(report.tick)}  ${payments} payments`);
      sealed += report.sealed?.events ?? 0;
    }
    const end = addMs(scenario.start, scenario.length);
    table = await summaryTable(system.alerts, end, counterOf(system));
  } finally {
    progress.clear();
    await system.stop();
  }
  console.log(`\n${table}`);
  console.log(ending((performance.now() - began) / 1000));
};

const counterOf =
  ({ table }: LocalSystem): Counter =>
  (from, to) =>
    countRaw(dynamoSegments(table)).count([], { from: minuteOf(from), to: minuteOf(to) }, to);

/** A demo in which something fails quietly is no demo. */
const faultsOf = ({ failures, deliveryError, sealError, setAside }: TickReport): unknown[] => [
  ...failures.map(({ error }) => error),
  ...(deliveryError === undefined ? [] : [deliveryError]),
  ...(sealError === undefined ? [] : [sealError]),
  ...(setAside === 0 ? [] : [new Error('SNS refused an alert')]),
];

const introduction = (seed: number, { deliveries, payments, sentLate, sentTwice, sentAgain }: Traffic): string => {
  const byHttp = deliveries.filter(({ via }) => via === 'http').length;
  return `${bold('Parapet demo')}: ${scenario.length / minutes(1)} minutes of a mobile wallet, ${new Date(scenario.start).toUTCString()}, seed ${seed}.
${countText(payments)} payments in ${countText(deliveries.length)} batches: ${byHttp} over HTTP, ${deliveries.length - byHttp} through the queue;
${sentLate} come late, ${sentTwice} are sent twice, ${sentAgain} once more inside the next one.
The handlers, the clients and the wire are those of AWS; the engines are embedded, on 127.0.0.1; only the clock is virtual.
`;
};

const ending = (seconds: number): string => {
  const { outages, slowness, length } = scenario;
  const told = outages.map(
    (outage) =>
      `  ${stretchText(outage)}  ${outage.failing * 100}% of ${outage.bank} payments by ${outage.methods.join(' and ')} failed`,
  );
  return `What had happened:
${told.join('\n')}
  ${stretchText(slowness)}  payments by ${slowness.method} took ${slowness.factor} times as long
${length / minutes(1)} minutes in ${seconds.toFixed(1)} s. Next: npm start, then npm run send -- samples/payloads/incident.json`;
};

const stretchText = ({ from, to }: Stretch): string =>
  `${clockTime(addMs(scenario.start, from))} to ${clockTime(addMs(scenario.start, to))}`;
