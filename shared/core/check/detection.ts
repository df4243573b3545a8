import { evidenceDefaults } from '../evidence/constants.ts';
import { judge } from '../evidence/judge.ts';
import type { Verdict } from '../evidence/verdict.ts';
import type { Guardrail, Level } from '../guardrail/guardrail.ts';
import { addMinutes, MS_PER_MINUTE } from '../units.ts';
import { type ExpectedTraffic, expectedLook, longestWindow, START } from './expected-look.ts';

/**
 * How soon the evaluator would tell, at an expected volume, in minutes; undefined where it never would. It is asked
 * itself, minute by minute, so that no second reckoning of windows and chances can differ from it.
 */
export interface Detection {
  readonly level: Level;
  /** From the first minute of a total failure until the level is told. */
  readonly minutes?: number;
}

/** What can be told beforehand of a rule at a volume. */
export interface Outlook {
  /** What comes when all is well breaks a limit already. */
  readonly brokenAlready: boolean;
  readonly detections: readonly Detection[];
  /** From the last minute of a total failure, told as soon as it can be, until it is proven to be over. */
  readonly clearMinutes?: number;
}

export const outlookOf = (guardrail: Guardrail, rate: number): Outlook => {
  if (isBroken(judge(expectedLook(guardrail, { rate, trouble: none }, START))))
    return { brokenAlready: true, detections: [] };
  const detections = guardrail.levels.map((level): Detection => {
    const minutes = minutesToTell(withLevels(guardrail, [level]), rate);
    return { level, ...(minutes === undefined ? undefined : { minutes }) };
  });
  const first = Math.min(...detections.map(({ minutes = longestWindow(guardrail) }) => minutes));
  const clearMinutes = minutesToClear(guardrail, rate, first);
  return { brokenAlready: false, detections, ...(clearMinutes === undefined ? undefined : { clearMinutes }) };
};

/** Whether a total failure can be proven at all, of this level: when it has lasted for as long as anybody looks back. */
export const canTell = (guardrail: Guardrail, level: Level, rate: number): boolean =>
  isBroken(failing(withLevels(guardrail, [level]), rate, longestWindow(guardrail)));

/** Whether it can be proven at all that the guardrail is kept: nothing bad has come for as long as anybody looks back. */
export const canClear = (guardrail: Guardrail, rate: number): boolean =>
  isClear(judge(expectedLook(guardrail, { rate, trouble: none }, START)));

const none: ExpectedTraffic['trouble'] = { from: START, to: START };

const withLevels = (guardrail: Guardrail, levels: readonly Level[]): Guardrail => ({ ...guardrail, levels });

const minutesToTell = (guardrail: Guardrail, rate: number): number | undefined => {
  const longest = longestWindow(guardrail);
  // What can't be told at all is not asked about minute by minute.
  if (!isBroken(failing(guardrail, rate, longest))) return undefined;
  const { evidence } = guardrail;
  for (const minutes of steps(longest)) {
    const verdict = failing(guardrail, rate, minutes);
    if (!isBroken(verdict)) continue;
    if (evidence.kind === 'none') return minutes + evidence.for / MS_PER_MINUTE;
    // A second look says the same, unless the first was overwhelming.
    return isDecisive(verdict) ? minutes : minutes + 1;
  }
  return longest;
};

/** What is said when everything has failed for so long. */
const failing = (guardrail: Guardrail, rate: number, minutes: number): Verdict => {
  const now = addMinutes(START, minutes);
  return judge(expectedLook(guardrail, { rate, trouble: { from: START, to: now } }, now));
};

const minutesToClear = (guardrail: Guardrail, rate: number, failedMinutes: number): number | undefined => {
  if (!canClear(guardrail, rate)) return undefined;
  const end = addMinutes(START, failedMinutes);
  const longest = longestWindow(guardrail) + failedMinutes;
  const found = steps(longest).find((minutes) => {
    const traffic = { rate, trouble: { from: START, to: end } };
    return isClear(judge(expectedLook(guardrail, traffic, addMinutes(end, minutes))));
  });
  const { evidence } = guardrail;
  const held = evidence.kind === 'none' ? evidence.keepFiringFor : evidenceDefaults.recovery;
  return (found ?? longest) + held / MS_PER_MINUTE;
};

/** Each of the first 60 minutes, then steps of a twentieth: nobody asks whether it is 7 h 10 min or 7 h 20 min. */
const steps = (longest: number): readonly number[] => {
  const minutes: number[] = [];
  for (let at = 1; at < longest; at += Math.max(1, Math.floor(at / 20) * (at >= 60 ? 1 : 0))) minutes.push(at);
  return [...minutes, longest];
};

const isBroken = (verdict: Verdict): boolean =>
  verdict.kind === 'breach' || (verdict.kind === 'compared' && verdict.broken.length > 0);

const isDecisive = (verdict: Verdict): boolean => verdict.kind === 'breach' && verdict.decisive;

const isClear = (verdict: Verdict): boolean =>
  verdict.kind === 'clear' ||
  (verdict.kind === 'compared' && verdict.proof !== undefined && verdict.broken.length === 0);
