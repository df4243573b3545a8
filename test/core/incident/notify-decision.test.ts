import { describe, expect, it } from 'vitest';
import { decideToNotify } from '../../../shared/core/incident/notify-decision.ts';
import type { Silence } from '../../../shared/core/silence/silence.ts';
import { WHOLE } from '../../../shared/core/rollup/series.ts';
import { addMinutes, startOf } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aLevelled, decisive, icbc, lastOf, type Look, qr, run, said, times } from '../../support/incidents.ts';
import { aBreach, aClear, anAbsent, anInconclusive } from '../../support/proofs.ts';

const broken: Look = { [icbc]: decisive('critical') };
const warned: Look = { [icbc]: decisive('warning') };
const calm: Look = { [icbc]: aClear };
const gone: Look = { [icbc]: anAbsent };
const HOUR = 60;
const DAY = 24 * HOUR;
/** Broken once, then proven well: 11 looks to the resolution. */
const episode = (look: Look): Look[] => [look, ...times(11, calm)];

const aSilence = (from: number, until: number, overrides: Partial<Silence> = {}): Silence => ({
  id: 'sil-1',
  guardrails: ['payment-failures'],
  match: [],
  period: {
    kind: 'once',
    from: startOf(addMinutes(THIS_MINUTE, from)),
    until: startOf(addMinutes(THIS_MINUTE, until)),
  },
  by: 'anna',
  why: 'database upgrade',
  ...overrides,
});

describe('events that stop while it is broken', () => {
  it('are told once, and that they came back once', () => {
    const steps = run([broken, ...times(20, gone), ...times(5, broken), ...times(20, gone), broken]);
    expect(said(steps)).toEqual(['0 opened critical', '1 stale critical', '21 resumed critical']);
    expect(steps[1]?.notification).toMatchObject({ stale: { groups: [icbc], since: addMinutes(THIS_MINUTE, 1) } });
  });

  it('for a day end it, closed and not resolved', () => {
    const steps = run([broken, ...times(DAY + 1, gone)]);
    expect(said(steps)).toEqual(['0 opened critical', '1 stale critical', `${DAY + 1} closed critical`]);
    expect(lastOf(steps).notification).toMatchObject({ ending: 'no-traffic' });
  });

  it('of one group are no news while another is broken', () => {
    const steps = run([{ ...broken, [qr]: decisive('warning') }, ...times(9, { ...gone, [qr]: aBreach('warning') })]);
    expect(said(steps)).toEqual(['0 opened critical']);
  });

  it('and come back well are resolved by proof', () => {
    expect(said(run([broken, ...times(9, gone), ...times(12, calm)]))).toEqual([
      '0 opened critical',
      '1 stale critical',
      '10 resumed critical',
      '20 resolved critical',
    ]);
  });
});

describe('groups that join', () => {
  it('are told together, not within five minutes of the last message', () => {
    const groups: Look[] = [1, 2, 3, 4, 5, 6, 7].map((count) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`bank=b${index}`, decisive('warning')])),
    );
    const steps = run(groups);
    expect(said(steps)).toEqual(['0 opened warning', '5 spread warning']);
    expect(steps[5]?.notification?.spreadTo).toEqual(['bank=b1', 'bank=b2', 'bank=b3', 'bank=b4', 'bank=b5']);
    expect(steps[5]?.notification?.members[0]?.group).toBe('bank=b1');
  });

  it('are named inside the incident of the whole and are no message of their own', () => {
    const all: Look = { [WHOLE]: decisive('warning') };
    expect(said(run([all, ...times(20, { ...all, ...warned })]))).toEqual(['0 opened warning']);
  });

  it('are not told for ever: after a hundred of them one more is no news', () => {
    const banks = (count: number): Look =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`bank=b${index}`, decisive('warning')]));
    const steps = run([banks(60), ...times(20, banks(200))]);
    expect(said(steps)).toEqual(['0 opened warning', '5 spread warning']);
  });

  it('tell when it is the whole', () => {
    const steps = run([warned, ...times(9, { ...warned, [WHOLE]: decisive('warning') })]);
    expect(said(steps)).toEqual(['0 opened warning', '5 spread warning']);
    expect(steps[5]?.notification?.spreadTo).toEqual([WHOLE]);
  });
});

describe('severity', () => {
  it('does not go to and fro with a member that recovers and relapses beside a milder one', () => {
    const flip: Look[] = [
      { ...calm, [qr]: aBreach('warning') },
      { ...broken, [qr]: aBreach('warning') },
    ];
    const steps = run([{ ...broken, [qr]: decisive('warning') }, ...times(5, flip).flat()]);
    expect(said(steps)).toEqual(['0 opened critical']);
  });

  it('is milder once the worse member has recovered', () => {
    const steps = run([{ ...broken, [qr]: decisive('warning') }, ...times(11, { ...calm, [qr]: aBreach('warning') })]);
    expect(said(steps)).toEqual(['0 opened critical', '11 de-escalated warning']);
  });
});

describe('reminders', () => {
  it('come every 4 hours while critical, every 24 while a warning', () => {
    expect(said(run(times(9 * HOUR, broken)))).toEqual([
      '0 opened critical',
      `${4 * HOUR} reminder critical`,
      `${8 * HOUR} reminder critical`,
    ]);
    expect(said(run(times(DAY + 1, warned)))).toEqual(['0 opened warning', `${DAY} reminder warning`]);
  });

  it('come as the rule says, or never', () => {
    const often = aLevelled({ remind: { critical: '30m', warning: 'never' } });
    expect(said(run(times(61, broken), { guardrail: often }))).toHaveLength(3);
    expect(said(run(times(DAY + 1, warned), { guardrail: often }))).toHaveLength(1);
  });

  it('count from the last message', () => {
    const steps = run([...times(3 * HOUR, warned), ...times(5 * HOUR, broken)]);
    expect(said(steps)).toEqual([
      '0 opened warning',
      `${3 * HOUR} escalated critical`,
      `${7 * HOUR} reminder critical`,
    ]);
  });
});

describe('flapping', () => {
  const flaps = times(7, episode(warned)).flat();

  it('is said once at the fourth reopening, and then the end', () => {
    const steps = run([...flaps, ...times(40, calm)]);
    expect(said(steps)).toEqual([
      '0 opened warning',
      '11 resolved warning',
      '12 reopened warning',
      '23 resolved warning',
      '24 reopened warning',
      '35 resolved warning',
      '36 reopened warning',
      '47 resolved warning',
      '48 flapping warning',
      '113 resolved warning',
    ]);
    expect(steps[48]?.notification).toMatchObject({ reopenings: 4 });
  });

  it('does not hold back worse news', () => {
    const steps = run([...flaps.slice(0, 60), broken, ...times(5, warned)]);
    expect(said(steps).slice(-2)).toEqual(['48 flapping warning', '60 escalated critical']);
  });

  it('is over after three hours without a reopening', () => {
    const steps = run([...flaps.slice(0, 60), ...times(5 * HOUR, warned), ...times(12, calm)]);
    expect(said(steps).slice(-2)).toEqual(['48 flapping warning', '370 resolved warning']);
    expect(lastOf(steps).state.incident?.flappingSince).toBeUndefined();
  });
});

describe('a silence', () => {
  it('holds back the opening, and what is still broken at its end is told then', () => {
    const steps = run(times(30, broken), { silences: [aSilence(-5, 20)] });
    expect(said(steps)).toEqual(['20 opened critical']);
    expect(steps[20]?.notification).toMatchObject({
      hidden: [{ reason: 'opened', at: THIS_MINUTE }],
      silence: { id: 'sil-1', by: 'anna', why: 'database upgrade', until: addMinutes(THIS_MINUTE, 20) },
    });
  });

  it('set after the opening: at its end it is told that it is still broken', () => {
    const steps = run(times(30, broken), { silences: [aSilence(5, 20)] });
    expect(said(steps)).toEqual(['0 opened critical', '20 reminder critical']);
  });

  it('does not hold back the end of what was told', () => {
    const steps = run([broken, ...times(5, broken), ...times(12, calm)], { silences: [aSilence(3, 60)] });
    expect(said(steps)).toEqual(['0 opened critical', '16 resolved critical']);
  });

  it('that hid all of an incident: one message after its end says so', () => {
    const steps = run([...episode(warned), ...times(60, calm)], { silences: [aSilence(-5, 50)] });
    expect(said(steps)).toEqual(['50 closed warning']);
    expect(steps[50]?.notification).toMatchObject({ hidden: [{ reason: 'opened', severity: 'warning' }] });
    expect(steps[50]?.notification).not.toHaveProperty('ending');
  });

  it('takes down each message that it held back, once', () => {
    const looks = [...times(5, warned), ...times(8, broken), ...times(12, calm)];
    const steps = run([...looks, ...times(10, calm)], { silences: [aSilence(-5, 30)] });
    expect(lastOf(steps).notification ?? steps[30]?.notification).toMatchObject({
      reason: 'closed',
      hidden: [
        { reason: 'opened', severity: 'warning', at: THIS_MINUTE },
        { reason: 'escalated', severity: 'critical', at: addMinutes(THIS_MINUTE, 5) },
      ],
    });
  });

  it('of one group leaves the others heard', () => {
    const silences = [aSilence(-5, 60, { match: [icbc] })];
    expect(said(run(times(30, broken), { silences }))).toEqual([]);
    expect(said(run(times(30, { ...broken, [qr]: decisive('warning') }), { silences }))).toEqual(['0 opened warning']);
    expect(said(run(times(30, { ...broken, [WHOLE]: decisive('warning') }), { silences }))).toEqual([
      '0 opened warning',
    ]);
  });

  it('of another guardrail silences nothing', () => {
    expect(said(run(times(3, broken), { silences: [aSilence(-5, 60, { guardrails: ['other'] })] }))).toHaveLength(1);
  });

  it('of everything silences everything', () => {
    expect(said(run(times(3, broken), { silences: [aSilence(-5, 60, { guardrails: [] })] }))).toEqual([]);
  });
});

describe('a rule that changes while it is broken', () => {
  it('in its limits: the incident goes on, judged by the new ones, and says so', () => {
    const { state } = lastOf(run([warned]));
    const guardrail = aLevelled({ warning: { above: '20%' } });
    const steps = run(times(12, calm), { from: state, start: 1, guardrail });
    expect(said(steps, 1)).toEqual(['11 resolved warning']);
    expect(lastOf(steps.slice(0, 11)).notification).toMatchObject({ ruleChangedAt: addMinutes(THIS_MINUTE, 1) });
  });

  it('in its name only is the same rule', () => {
    const { state } = lastOf(run([warned]));
    const [step] = run([warned], { from: state, start: 1, guardrail: aLevelled({ name: 'Other' }) });
    expect(step?.state.incident).not.toHaveProperty('ruleChangedAt');
  });

  it('so that the broken group is no longer judged: closed', () => {
    const { state } = lastOf(run([warned]));
    const [step] = run([{}], { from: state, start: 1, guardrail: aLevelled({ by: ['method'] }) });
    expect(step?.notification).toMatchObject({ reason: 'closed', ending: 'rule-changed' });
  });

  it('into another kind: closed', () => {
    const { state } = lastOf(run([{ [WHOLE]: decisive('warning') }]));
    const guardrail = aLevelled({ kind: 'volume', bad: undefined, warning: { below: '20/min' }, critical: undefined });
    expect(said(run([{}], { from: state, start: 1, guardrail }), 1)).toEqual(['1 closed warning']);
  });
});

it.each([
  ['no incident', [calm]],
  ['goes on as it was told', [broken, broken]],
  ['goes on as it was told', [broken, { [icbc]: anInconclusive }]],
  ['resolved, and said so', [...episode(broken), calm]],
  [
    'more groups broke; told when the last message is a few minutes old',
    [warned, { ...warned, [qr]: decisive('warning') }],
  ],
  ['its events stopped, and that was said', [broken, gone, gone]],
])('says why it says nothing: %s', (why, looks) => {
  expect(lastOf(run(looks)).decision).toBe(why);
});

it('says nothing where there is no incident', () => {
  const situation = { guardrail: aLevelled(), incident: undefined, members: new Map(), silences: [], now: THIS_MINUTE };
  expect(decideToNotify(situation)).toEqual({ notify: false, why: 'no incident' });
});
