import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, KinesisStreamEvent, SQSEvent } from 'aws-lambda';
import { vi } from 'vitest';
import type { TickEvent } from '../../../functions/evaluate/tick-event.ts';
import type { TickReport } from '../../../shared/app/evaluate.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { aGuardrail, aRawEvent } from '../../support/builders.ts';
import { aDelivery, aRequest, aStreamDelivery } from '../../support/lambda.ts';
import { at } from '../../support/world.ts';
import { callText } from './call.ts';
import { type Account, coldStart } from './lambdas.ts';
import type { Fault } from './recorder.ts';

/** What became of the day, to be held against what it was meant to be. */
export interface Day {
  /** Of the events API. */
  readonly statuses: readonly number[];
  /** Messages and records that were not taken. */
  readonly failures: readonly unknown[];
  readonly ticks: readonly TickReport[];
}

interface BatchAnswer {
  readonly batchItemFailures: readonly unknown[];
}

/**
 * A day of payments that come by every way and some of them late, and of an incident from its first message to the archive:
 * a message that SNS refuses, answers that get lost, minutes sealed, sealed again and filled back. `folder` takes the rules.
 */
export const workThroughADay = async (account: Account, folder: string): Promise<Day> => {
  const { recorder } = account;
  const rules = join(folder, 'guardrails.json');
  const withRules = { ...account, environment: new Map([...account.environment, ['GUARDRAILS_FILE', rules]]) };
  const deploy = async (guardrails: readonly Guardrail[]) => {
    await writeFile(rules, JSON.stringify({ guardrails, silences: [] }));
    return coldStart<(event: TickEvent) => Promise<TickReport>>(withRules, 'EvaluatorFunction');
  };
  const post = await coldStart<(event: APIGatewayProxyEventV2) => Promise<{ statusCode: number }>>(
    account,
    'HttpIngestFunction',
  );
  const take = await coldStart<(event: SQSEvent) => Promise<BatchAnswer>>(account, 'QueueIngestFunction');
  const read = await coldStart<(event: KinesisStreamEvent) => Promise<BatchAnswer>>(account, 'StreamIngestFunction');
  const day = { statuses: [] as number[], failures: [] as unknown[], ticks: [] as TickReport[] };

  const pay = async (body: string): Promise<void> => {
    day.statuses.push((await post(aRequest({ body }))).statusCode);
  };
  /** The same payments: they count once. */
  const payByEveryWay = async (body: string): Promise<void> => {
    await pay(body);
    day.failures.push(...(await take(aDelivery(body))).batchItemFailures);
    day.failures.push(...(await read(aStreamDelivery(body))).batchItemFailures);
  };
  const tickOf = (minute: number): TickEvent => ({ scheduledTime: new Date(at(minute)).toISOString() });

  let evaluate = await deploy([aGuardrail()]);
  recorder.fault = loseFirstAnswers();
  for (let minute = FIRST; minute < RECOVERED; minute++) {
    vi.setSystemTime(at(minute + 1));
    await pay(payments(minute, minute < FIRST + 2 ? 120 : 0));
    if (minute === LATE_AT) {
      await payByEveryWay(payments(minute, 0));
      await payByEveryWay(payments(LATE, 0));
      recorder.fault = refuseMessages;
    }
    day.ticks.push(await evaluate(tickOf(minute + 1)));
  }
  recorder.fault = () => 'none';

  // The next release has other rules: what counts as failed is new and filled back, and the incident of before is closed.
  evaluate = await deploy([aGuardrail({ id: 'declines', bad: { outcome: ['declined'] } })]);
  vi.setSystemTime(at(RECOVERED + 1));
  day.ticks.push(await evaluate(tickOf(RECOVERED + 1)));
  return day;
};

/** A first start seals from the hour before the newest minute on: of so few as can be. */
const FIRST = 3;
/** By then the incident is resolved. */
const RECOVERED = FIRST + 15;
/** When payments of a minute come that is sealed already, and of which. */
const LATE_AT = FIRST + 7;
const LATE = FIRST + 2;

/** A batch of one minute, of which some failed. */
const payments = (minute: number, failed: number): string => {
  const time = new Date(at(minute)).toISOString();
  const events = Array.from({ length: 200 }, (_, index) =>
    aRawEvent({ time, outcome: index < failed ? 'failed' : 'succeeded' }),
  );
  return JSON.stringify({ events });
};

/** Of each kind of item that is written under a condition: the write that is tried again finds itself, and is read. */
const loseFirstAnswers = (): Fault => {
  const seen = new Set<string>();
  return (call) => {
    const isFirst = call.action === 'dynamodb:PutItem' && !seen.has(callText(call));
    seen.add(callText(call));
    return isFirst ? 'lose answer' : 'none';
  };
};

/** As SNS answers to a message that it would never take. */
const refuseMessages: Fault = ({ action }) => (action === 'sns:Publish' ? { status: 400, body: REFUSAL } : 'none');
const REFUSAL =
  '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>Invalid parameter: Message</Message></Error></ErrorResponse>';
