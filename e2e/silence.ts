import { join } from 'node:path';
import * as z from 'zod';
import { runCommand } from './child.ts';
import type { Session } from './session.ts';

const silence = z.looseObject({ id: z.string() });

/** Sets a silence on the stack through the command that operators use, looks for it in the list, and ends it. Returns its id. */
export const trySilence = async (
  session: Session,
  stack: string,
  guardrail: string,
  rules: string,
): Promise<string> => {
  const what = ['--guardrail', guardrail, '--for', '1h', '--by', 'e2e', '--why', 'end-to-end test'];
  const set = silence.parse(JSON.parse(await parapet(session, stack, 'add', ...what, '--guardrails', rules, '--json')));
  const listed = await parapet(session, stack, 'list', '--json');
  if (!listed.includes(set.id)) throw new Error(`Expected the silence ${set.id} in the list, got\n${listed}`);
  await parapet(session, stack, 'expire', set.id);
  return set.id;
};

const parapet = async ({ aws, folder }: Session, stack: string, verb: string, ...args: string[]): Promise<string> =>
  runCommand({
    program: process.execPath,
    args: ['cli/parapet.ts', 'silence', verb, ...args, '--stack', stack],
    environment: await aws.environment(),
    logFile: join(folder, 'silence.log'),
  });
