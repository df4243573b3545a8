import { systemClock } from '../../shared/adapters/system-clock.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { countText } from '../../shared/core/message/format.ts';
import type { EpochMs } from '../../shared/core/units.ts';
import { readRules } from '../files.ts';
import { claimDataDir } from '../local/data-dir.ts';
import { announce } from '../local/running.ts';
import { everyMinute } from '../local/scheduler.ts';
import { started, type Started } from '../local/stop-all.ts';
import { type LocalSystem, startLocalSystem } from '../local/system.ts';
import { alertLines, bold, clockTime } from '../print.ts';
import { errorText } from '../run-program.ts';
import { interrupted } from './interrupted.ts';

export interface StartSettings {
  readonly port: number;
  readonly dataDir: string;
  readonly guardrailsFile: string;
}

/** Runs until Ctrl-C. */
export const start = async (settings: StartSettings): Promise<void> => {
  const rules = await readRules(settings.guardrailsFile);
  const parts = started();
  try {
    const system = await startAll(settings, rules, parts);
    introduce(system, settings, rules.guardrails);
    await interrupted();
    console.log('stopping');
  } finally {
    await parts.stopAll();
  }
};

const startAll = async (
  { port, dataDir }: StartSettings,
  { guardrails, silences }: Rules,
  parts: Started,
): Promise<LocalSystem> => {
  parts.add(await claimDataDir(dataDir));
  const system = await startLocalSystem({
    clock: systemClock,
    guardrails,
    silences,
    dataDir,
    port,
    onAlert: (alert) => console.log([...alertLines(alert), ''].join('\n')),
    onError: tell,
  }).catch((error: unknown) => {
    throw isPortTaken(error) ? portTaken(error) : error;
  });
  parts.add(() => system.stop());
  const ids = guardrails.map(({ id }) => id);
  parts.add(await announce(dataDir, system, ids));
  system.pollQueue();
  const scheduler = everyMinute(systemClock, (scheduledTime) => tick(system, scheduledTime));
  parts.add(() => scheduler.stop());
  return system;
};

const tick = async (system: LocalSystem, scheduledTime: EpochMs): Promise<void> => {
  try {
    const { events, duplicates, judged, failures, unsent, setAside } = await system.tick(scheduledTime);
    // The handler has logged why.
    const figures = [
      `${countText(events)} events in the window`,
      ...(duplicates === 0 ? [] : [`${countText(duplicates)} duplicates dropped`]),
      `${judged} guardrails judged`,
      ...(failures.length === 0 ? [] : [`${failures.length} NOT JUDGED`]),
      ...(unsent === 0 ? [] : [`${unsent} alerts wait for SNS`]),
      ...(setAside === 0 ? [] : [`${setAside} alerts set aside, refused by SNS`]),
    ];
    console.log(`${clockTime(scheduledTime)}  ${figures.join(', ')}`);
  } catch (error) {
    tell(error);
  }
};

/** The system goes on: what failed is tried again, as on AWS. */
const tell = (error: unknown): void => {
  process.stderr.write(`error: ${errorText(error)}\n`);
};

const isPortTaken = (error: unknown): error is Error & { readonly port: unknown } =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;

const portTaken = ({ port }: { readonly port: unknown }): Error =>
  new Error(`Port ${String(port)} on 127.0.0.1 is taken, perhaps by another npm start; stop that one, or pass --port`);

const introduce = (
  system: LocalSystem,
  { dataDir, guardrailsFile }: StartSettings,
  guardrails: readonly Guardrail[],
): void => {
  console.log(`${bold('Parapet')} is running on this machine. Ctrl-C stops it.

  events      POST ${system.eventsUrl}
  queue       ${system.queueUrl}
  failed      ${system.deadLetterQueueUrl}
  guardrails  ${guardrails.map(({ id }) => id).join(', ')} (${guardrailsFile})
  data        ${dataDir}

Send it something: npm run send -- samples/payloads/incident.json
An alert that is due comes at the next minute.
Hold one back:     npm run parapet -- silence add --help
`);
};
