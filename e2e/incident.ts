import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { epochMs } from '../shared/core/units.ts';
import { type Alert, differences, type Expected, isOf, readDelivery } from './alert.ts';
import type { Aws } from './aws.ts';
import type { Outputs } from './outputs.ts';
import { postEvents } from './post.ts';
import { receive, sendMessage, type TestQueue, waitingIn } from './queues.ts';
import { currentSample, parted, type SampleEvent } from './sample.ts';
import type { Session } from './session.ts';

const file = 'samples/payloads/incident.json';

/** What e2e/guardrails.yaml and the sample make of each other. */
export const expectedOf = (sent: readonly SampleEvent[]): Expected => ({
  guardrail: 'e2e-failures',
  group: 'bank=icbc',
  severity: 'critical',
  sent,
});

/** Sends the sample incident both ways and returns its events. */
export const sendIncident = async (session: Session, outputs: Outputs): Promise<readonly SampleEvent[]> => {
  const { aws, target, diary, signal } = session;
  const events = currentSample(await readFile(file, 'utf8'), epochMs(Date.now()));
  const { overQueue, overHttp } = parted(events);
  await diary.step(`send ${overQueue.length} good payments to EventQueueUrl`, async () => {
    await sendMessage(aws, outputs.EventQueueUrl, JSON.stringify({ events: overQueue }));
    await drained(aws, outputs.EventQueueUrl, signal);
  });
  await diary.step(
    `send ${overHttp.length} payments to EventsUrl, signed`,
    async () => {
      const { lines, isFine } = await postEvents(outputs.EventsUrl, overHttp, target, aws);
      if (!isFine) throw new Error(`Expected 202 and all accepted, got\n${lines.join('\n')}`);
      return lines;
    },
    (lines) => lines.join('\n'),
  );
  return events;
};

const lookEvery = 2_000;
const drainTime = 120_000;
/** The counts of SQS lag: a message that was just sent may not be among them yet. */
const emptyLooks = 4;

const drained = async (aws: Aws, url: string, signal: AbortSignal): Promise<void> => {
  const end = Date.now() + drainTime;
  for (let empty = 0; empty < emptyLooks;) {
    await sleep(lookEvery, undefined, { signal });
    const count = await waitingIn(aws, url);
    empty = count === 0 ? empty + 1 : 0;
    if (Date.now() > end)
      throw new Error(
        `Expected ingest-queue to have read EventQueueUrl after ${drainTime / 1000} s, got ${count} waiting`,
      );
  }
};

/** Waits for the first alert of the guardrail, which must be right; what else comes is told. */
export const awaitAlert = async (
  { aws, diary, signal }: Session,
  queue: TestQueue,
  expected: Expected,
  deadlineMs: number,
): Promise<Alert> => {
  const end = Date.now() + deadlineMs;
  while (Date.now() < end) {
    for (const delivery of (await receive(aws, queue, signal)).map(readDelivery)) {
      diary.say(`on the topic: ${'other' in delivery ? delivery.other : delivery.alert.told.NewStateReason}`);
      if ('other' in delivery || !isOf(delivery.alert, expected)) continue;
      const wrong = differences(delivery.alert, expected);
      if (wrong.length === 0) return delivery.alert;
      throw new Error(`The alert is not what was sent:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
    }
  }
  throw new Error(
    `Expected an alert of ${expected.guardrail} within ${deadlineMs / 1000} s, got none; the log of EvaluateFunctionName says why`,
  );
};
