import { describe, expect, it } from 'vitest';
import { observe } from '../../../shared/core/incident/observe.ts';
import type { Member } from '../../../shared/core/incident/member.ts';
import { limits } from '../../../shared/core/limits.ts';
import { groupKey, type GroupKey, type Series, WHOLE } from '../../../shared/core/rollup/series.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';

const counts = (perMinute: number, bad: number): Series[] => [
  { from: addMinutes(THIS_MINUTE, -5), bad: new Float64Array(5).fill(bad), total: new Float64Array(5).fill(perMinute) },
];
const banks = (count: number, perMinute = 10, bad = 0): [GroupKey, Series[]][] =>
  Array.from({ length: count }, (_, index) => [groupKey('bank', index), counts(perMinute, bad)]);
const look = (series: readonly [GroupKey, Series[]][], members: readonly [GroupKey, Member][] = []) =>
  observe(aGuardrail({ by: ['bank'] }), new Map(series), new Map(members), THIS_MINUTE);
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
