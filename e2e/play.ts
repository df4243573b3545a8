import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { errorText } from '../cli/run-program.ts';
import { type Aws, awsAt, withClient } from './aws.ts';
import { cleanUp, type Undo } from './clean-up.ts';
import type { Diary } from './diary.ts';
import type { Session } from './session.ts';
import { type Plan, playStages } from './stages.ts';
import { type Environment, refuseOtherAccount, type Target } from './target.ts';

export interface Wanted {
  readonly target: Target;
  readonly environment: Environment;
  readonly plan: Omit<Plan, 'name'>;
  /** Leaves everything as it is at the end. */
  readonly keep: boolean;
}

/** Plays all stages and takes everything back, whatever came of them. True if all was as expected and nothing is left by mistake. */
export const play = async (wanted: Wanted, diary: Diary, signal: AbortSignal): Promise<boolean> => {
  const { target } = wanted;
  const aws = awsAt(target, wanted.environment);
  const account = await accountOf(aws);
  refuseOtherAccount(target, account);

  const name = `Parapet-e2e-${randomInt(36 ** 5, 36 ** 6).toString(36)}`;
  const place = `aws://${account ?? 'unknown'}/${target.region}`;
  const folder = await mkdtemp(join(tmpdir(), 'parapet-e2e-'));
  diary.say(`${name} in ${place} at ${target.endpoint?.origin ?? 'AWS'}; what commands say is kept in ${folder}`);

  const made: Undo[] = [];
  const session = { aws, target, place, folder, diary, signal };
  const wentWell = await allStages(session, { ...wanted.plan, name }, made);
  if (wanted.keep) {
    const lines = made.toReversed().map((undo) => `${undo.name}: ${undo.byHand}`);
    diary.say(['everything is kept; to take it back:', ...lines].join('\n'));
    return wentWell;
  }
  const { isClean, left } = await cleanUp(made, diary);
  diary.say(left.length === 0 ? 'nothing of this run is left' : ['left behind:', ...left].join('\n'));
  if (wentWell && isClean) await rm(folder, { recursive: true });
  return wentWell && isClean;
};

const accountOf = ({ client }: Aws): Promise<string | undefined> =>
  withClient(new STSClient(client), async (sts) => (await sts.send(new GetCallerIdentityCommand({}))).Account);

/** A failure is told here, before the clean-up says its own. */
const allStages = async (session: Session, plan: Plan, made: Undo[]): Promise<boolean> => {
  try {
    await playStages(session, plan, made);
    return true;
  } catch (error) {
    session.diary.say(session.signal.aborted ? 'interrupted' : `error: ${errorText(error)}`);
    return false;
  }
};
