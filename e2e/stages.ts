import { readFile } from 'node:fs/promises';
import type { Alert } from './alert.ts';
import { bootstrap, deploy, expectNoDifference, isBootstrapped } from './cdk.ts';
import type { Undo } from './clean-up.ts';
import { awaitAlert, expectedOf, sendIncident } from './incident.ts';
import { refuseSettingsIn } from './own-settings.ts';
import { createTestQueue, deleteTestQueue, subscribe, unsubscribe } from './queues.ts';
import type { Session } from './session.ts';
import { trySilence } from './silence.ts';
import { removeStack } from './stack.ts';

const rules = 'e2e/guardrails.yaml';

export interface Plan {
  /** Of the stack and of all that belongs to this run. */
  readonly name: string;
  readonly mayBootstrap: boolean;
  /** `name=value`, on top of e2e/parapet.yaml. */
  readonly context: readonly string[];
  readonly deadlineMs: number;
}

/** The run from the first step to the last. Puts on `made` what must be taken back. Throws where anything is not as expected. */
export const playStages = async (session: Session, plan: Plan, made: Undo[]): Promise<void> => {
  const { aws, diary, signal } = session;
  const { name, context, deadlineMs } = plan;
  refuseSettingsIn(await readFile('cdk.json', 'utf8'));
  await bootstrapIfNeeded(session, plan);

  made.push(stackUndo(session, name));
  const outputs = await diary.step(
    `deploy ${name} with the CDK CLI`,
    () => deploy(session, name, context),
    (found) =>
      Object.entries(found)
        .map(([key, value]) => `${key} ${value}`)
        .join('\n'),
  );

  await diary.step('cdk diff of what was deployed', () => expectNoDifference(session, name, context));

  const topic = outputs.AlertTopicArn;
  const queue = await diary.step('make a test queue', () => createTestQueue(aws, `${name}-alerts`, topic));
  made.push({
    name: 'delete the test queue',
    run: () => deleteTestQueue(aws, queue).then(nothingLeft),
    byHand: `aws sqs delete-queue --queue-url ${queue.url}`,
  });
  const subscription = await diary.step('subscribe it to AlertTopicArn', () => subscribe(aws, topic, queue));
  made.push({
    name: 'unsubscribe it',
    run: () => unsubscribe(aws, subscription).then(nothingLeft),
    byHand: `aws sns unsubscribe --subscription-arn ${subscription}`,
  });

  const sent = await sendIncident(session, outputs);
  const expected = expectedOf(sent);
  await diary.step(
    `wait for the alert, ${deadlineMs / 1000} s at most`,
    () => awaitAlert(session, queue, expected, deadlineMs),
    ({ told: { parapet } }) =>
      `${parapet.incident}: ${parapet.reason}, ${parapet.severity}; ${countsOf(parapet.members)}, as sent`,
  );
  signal.throwIfAborted();
  await diary.step('silence it through the CLI', () => trySilence(session, name, expected.guardrail, rules));
};

const countsOf = (members: Alert['told']['parapet']['members']): string =>
  members.map(({ group, bad, total }) => `${group === '' ? 'all' : group} ${bad} of ${total}`).join(', ');

const nothingLeft = (): readonly string[] => [];

const stackUndo = (session: Session, name: string): Undo => ({
  name: `destroy ${name}`,
  run: () => removeStack(session, name),
  byHand: `aws cloudformation delete-stack --stack-name ${name}, and its table (aws dynamodb list-tables)`,
});

/** A bootstrap is shared by all CDK apps of an account and Region, so it is never taken back. */
const bootstrapIfNeeded = async (session: Session, { mayBootstrap }: Plan): Promise<void> => {
  const { aws, diary, place } = session;
  if (await isBootstrapped(aws)) {
    diary.say(`${place} is bootstrapped`);
    return;
  }
  if (!mayBootstrap)
    throw new Error(
      `Expected ${place} to be bootstrapped; do it once with npx cdk bootstrap ${place}, or pass --bootstrap`,
    );
  await diary.step(`bootstrap ${place}, which stays`, () => bootstrap(session));
};
