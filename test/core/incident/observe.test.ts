import { describe, expect, it } from 'vitest';
import { dispersionOf } from '../../../shared/core/evidence/dispersion.ts';
import { observe } from '../../../shared/core/incident/observe.ts';
import type { Member } from '../../../shared/core/incident/member.ts';
import { type GuardrailState, newState } from '../../../shared/core/incident/state.ts';
import { limits } from '../../../shared/core/limits.ts';
import { emptySeries, groupKey, type GroupKey, type Series, WHOLE } from '../../../shared/core/rollup/series.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';

const counts = (perMinute: number, bad: number): Series[] => [
  { from: addMinutes(THIS_MINUTE, -5), bad: new Float64Array(5).fill(bad), total: new Float64Array(5).fill(perMinute) },
];
const banks = (count: number, perMinute = 10, bad = 0): [GroupKey, Series[]][] =>
  Array.from({ length: count }, (_, index) => [groupKey('bank', index), counts(perMinute, bad)]);
const look = (series: readonly [GroupKey, Series[]][], members: readonly [GroupKey, Member][] = []) =>
  observe({
    guardrail: aGuardrail({ by: ['bank'] }),
    counts: new Map(series),
    state: { ...newState('payment-failures'), members: new Map(members) },
    now: THIS_MINUTE,
  });
/** Hours in which failures came ten at a time, two minutes with and two without. */
const retriedHours = ({ from }: Series, count: number): Bucket[] =>
  Array.from({ length: count }, (_, index) => {
    const start = addMinutes(from, (index - count) * MINUTES_PER_HOUR);
    const to = addMinutes(start, MINUTES_PER_HOUR);
    const sums = { bad: 20, total: 400, minutes: 4, badMinutes: 2, goodMinutes: 4, squares: 40_000 };
    return { ...sums, badSquaresOverTotal: 2, from: start, to };
  });
const firing: Member = { status: 'firing', severity: 'critical', since: THIS_MINUTE, peak: aProof() };

describe('what a tick looks at', () => {
  it('shares the chance of a false breach among all groups', () => {
    // 17 bad of 100 are a breach to a guardrail of one group, and not to one of 200.
    const broken: [GroupKey, Series[]] = [WHOLE, counts(20, 3.4)];
    expect(look([broken]).get(WHOLE)?.verdict.kind).toBe('breach');
    expect(look([broken, ...banks(200)]).get(WHOLE)?.verdict.kind).toBe('inconclusive');
  });

  it('keeps the place of a member of an open incident, however small it is', () => {
    const small: [GroupKey, Series[]] = ['bank=small', counts(1, 1)];
    const groups = [...banks(limits.groupsPerAttribute), small];
    expect(look(groups).has('bank=small')).toBe(false);
    expect(look(groups, [['bank=small', firing]]).get('bank=small')?.verdict).toMatchObject({ kind: 'breach' });
    expect(look(groups).has('bank=(other)')).toBe(true);
  });

  it('deflates by what past hours taught of each member', () => {
    const taught = (hours: number): Series[] =>
      counts(100, 12).map((series) => ({ ...series, older: retriedHours(series, hours) }));
    expect(look([['bank=0', taught(2)]]).get('bank=0')?.verdict).toMatchObject({
      kind: 'breach',
      proof: { phi: 1.198 },
    });
    const [learned, other] = [taught(3), counts(100, 12)];
    const seen = look([
      ['bank=0', learned],
      ['bank=1', other],
    ]);
    expect(seen.get('bank=0')?.verdict.kind).toBe('inconclusive');
    expect(seen.get('bank=1')?.verdict).toMatchObject({ kind: 'breach' });
  });

  it('does not take calm hours before a breach as proof that it is over', () => {
    const calm = counts(2, 0).map((series) => ({
      ...series,
      older: retriedHours(series, 20).map((hour) => ({ ...hour, bad: 0, badSquaresOverTotal: 0, badMinutes: 0 })),
    }));
    const seen = (member: Member) => look([['bank=0', calm]], [['bank=0', member]]).get('bank=0')?.verdict.kind;
    const since = addMinutes(THIS_MINUTE, -3);
    expect(look([['bank=0', calm]]).get('bank=0')?.verdict.kind).toBe('clear');
    expect(seen({ status: 'pending', since })).toBe('inconclusive');
    expect(seen({ ...firing, since })).toBe('inconclusive');
    expect(seen({ ...firing, since: addMinutes(THIS_MINUTE, -600) })).toBe('clear');
  });

  it('sees a member without any counts as absent', () => {
    expect(look(banks(1), [['bank=gone', firing]]).get('bank=gone')?.verdict.kind).toBe('absent');
  });

  it('looks no further back than the horizon of a member', () => {
    const recovered: Member = { status: 'ok', horizon: addMinutes(THIS_MINUTE, -1) };
    expect(look(banks(1, 100, 50)).get('bank=0')?.verdict.kind).toBe('breach');
    const since = look(banks(1, 100, 50), [['bank=0', recovered]]).get('bank=0')?.verdict;
    expect(since).toMatchObject({ kind: 'breach', proof: { from: THIS_MINUTE - 1, total: 100 } });
  });
});

describe('a broken member whose events stop', () => {
  const silentFor = (minutes: number, perMinute = 20): Series[] => {
    const [bad, total] = [new Float64Array(60), new Float64Array(60)];
    total.fill(perMinute, 0, 60 - minutes);
    bad.fill(perMinute / 2, 0, 60 - minutes);
    return [{ from: addMinutes(THIS_MINUTE, -60), bad, total }];
  };
  const seen = (minutes: number, perMinute?: number, member: readonly [GroupKey, Member][] = [['bank=0', firing]]) =>
    look([['bank=0', silentFor(minutes, perMinute)]], member).get('bank=0')?.verdict;

  it('is absent after five minutes, though its last events still prove the breach', () => {
    expect(seen(4)).toMatchObject({ kind: 'breach' });
    expect(seen(5)).toEqual({ kind: 'absent', reason: 'no events for 5 minutes, where 100 were to come' });
  });

  it('is absent only once that is no chance: a quiet one later', () => {
    expect(seen(10, 1)).toMatchObject({ kind: 'breach' });
    expect(seen(30, 1)).toMatchObject({ kind: 'absent' });
  });

  it('is still absent when only past hours hold what it had, until something of it comes', () => {
    const stale: Member = { ...firing, status: 'stale', staleSince: addMinutes(THIS_MINUTE, -100) };
    const past = (perMinute: number): Series[] =>
      counts(perMinute, perMinute).map((series) => ({
        ...series,
        older: retriedHours(series, 1).map((hour) => ({ ...hour, bad: 400, badMinutes: 4 })),
      }));
    const judged = (series: Series[], member: Member) =>
      look([['bank=0', series]], [['bank=0', member]]).get('bank=0')?.verdict;
    expect(judged(past(0), stale)).toEqual({ kind: 'absent', reason: 'no events since they stopped' });
    expect(judged(past(1), stale)).toMatchObject({ kind: 'breach' });
    expect(judged(past(0), firing)).toMatchObject({ kind: 'breach' });
  });

  it('that is not broken is judged on what it had', () => {
    expect(seen(30, 20, [])).toMatchObject({ kind: 'breach' });
  });
});

describe('a volume', () => {
  const guardrail = aGuardrail({
    id: 'volume',
    kind: 'volume',
    by: ['bank'],
    bad: undefined,
    critical: { below: '20/min' },
  });
  const perMinute = (...events: readonly number[]): Series[] => [
    {
      from: addMinutes(THIS_MINUTE, -events.length),
      bad: new Float64Array(events.length),
      total: Float64Array.from(events),
    },
  ];
  const judged = (group: GroupKey, series: Series[], seen: GuardrailState['seen']) =>
    observe({
      guardrail,
      counts: new Map([[group, series]]),
      state: { ...newState('volume'), seen },
      now: THIS_MINUTE,
    }).get(group)?.verdict;
  const zeros = Array.from({ length: 60 }, () => 0);

  it('is not missing before its first event: nobody is woken by a deployment', () => {
    expect(judged(WHOLE, perMinute(...zeros), { since: addMinutes(THIS_MINUTE, -600) })?.kind).toBe('inconclusive');
  });

  it('that had events and has none is in breach, at once if there were many', () => {
    const seen = { first: addMinutes(THIS_MINUTE, -600) };
    expect(judged(WHOLE, perMinute(...zeros), seen)).toMatchObject({ kind: 'breach', proof: { total: 0, rate: 0 } });
  });

  it('of a bank is judged from its first whole hour on where past hours are known', () => {
    const seen = { first: addMinutes(THIS_MINUTE, -6_000) };
    // 400 events an hour, then 21 a minute where 20 are the least.
    const after = (hours: number): Series[] =>
      perMinute(...zeros.map(() => 21)).map((series) => ({ ...series, older: retriedHours(series, hours) }));
    expect(judged('bank=new', after(1), seen)?.kind).toBe('inconclusive');
    expect(judged('bank=new', after(4), seen)).toMatchObject({ kind: 'breach', proof: { total: 2 * 400 + 59 * 21 } });
  });

  it('of a bank that is new is judged from its first event on', () => {
    const seen = { first: addMinutes(THIS_MINUTE, -600) };
    const started = [...zeros.slice(5), 25, 25, 25, 25, 25];
    expect(judged('bank=new', perMinute(...started), seen)?.kind).not.toBe('breach');
    expect(judged(WHOLE, perMinute(...started), seen)?.kind).toBe('breach');
  });
});

describe('a volume that is held against past weeks', () => {
  const guardrail = aGuardrail({
    id: 'volume',
    kind: 'volume',
    by: ['bank'],
    bad: undefined,
    baseline: { weeks: 4, timezone: 'Asia/Shanghai' },
    critical: { below: '50% of baseline' },
  });
  const silent = emptySeries(addMinutes(THIS_MINUTE, -60), 60);
  const weeks = [1, 2, 3, 4].map((ago) => {
    const from = addMinutes(THIS_MINUTE, -120);
    return { from, bad: new Float64Array(130), total: new Float64Array(130).fill(30), ago, knownFrom: from };
  });
  const seen = (series: Series, member?: Member) =>
    observe({
      guardrail,
      counts: new Map([['bank=dead', [series]]]),
      state: { ...newState('volume'), members: new Map(member === undefined ? [] : [['bank=dead', member]]) },
      now: THIS_MINUTE,
    }).get('bank=dead')?.verdict;

  it('misses a bank that has had no event since yesterday, and only past weeks know of', () => {
    expect(seen({ ...silent, weeks })).toMatchObject({
      kind: 'breach',
      proof: { total: 0, limit: 15, normal: { rate: 30, limit: 15, weeks: 4 } },
    });
    expect(seen({ ...silent, weeks: [] })).toMatchObject({ kind: 'inconclusive' });
  });

  it('is missing before its first event too: past weeks know what was to come', () => {
    const counted = new Map([[WHOLE, [{ ...silent, weeks }]]]);
    const state = newState('volume');
    expect(observe({ guardrail, counts: counted, state, now: THIS_MINUTE }).get(WHOLE)?.verdict.kind).toBe('breach');
  });

  it('looks no further back than the horizon of a member', () => {
    const recovered: Member = { status: 'ok', horizon: addMinutes(THIS_MINUTE, -2) };
    expect(seen({ ...silent, weeks }, recovered)).toMatchObject({
      kind: 'inconclusive',
      reason: 'fewer than 2 whole minutes to judge yet',
    });
  });
});

describe('a latency that is held against past weeks', () => {
  it('learns no dispersion from hours that counted only what never came back', () => {
    const guardrail = aLatencyGuardrail({
      baseline: { weeks: 4, timezone: 'Asia/Shanghai' },
      critical: { above: '2x baseline' },
    });
    const [series] = counts(100, 12);
    if (series === undefined) throw new Error('no series');
    const taught = { ...series, older: retriedHours(series, 6) };
    expect(dispersionOf([taught], guardrail, THIS_MINUTE)).toBe(1);
    expect(dispersionOf([taught], aGuardrail(), THIS_MINUTE)).toBeGreaterThan(5);
  });
});
