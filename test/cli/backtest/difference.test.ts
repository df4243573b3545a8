import { describe, expect, it } from 'vitest';
import { differenceOf, isEmpty } from '../../../cli/backtest/difference.ts';
import type { LoggedIncident } from '../../../cli/backtest/incident-log.ts';
import { addMinutes, type EpochMinute } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';

const at = (minute: number): EpochMinute => addMinutes(THIS_MINUTE, minute);
const END = at(600);

const incident = (
  opened: number,
  resolved: number | undefined,
  overrides: Partial<LoggedIncident> = {},
): LoggedIncident => ({
  id: `failures-${opened}`,
  guardrail: 'failures',
  since: at(opened - 1),
  opened: at(opened),
  ...(resolved === undefined ? undefined : { resolved: at(resolved) }),
  severity: 'critical',
  peak: { group: '', proof: aProof() },
  groups: [''],
  messages: 2,
  reopenings: 0,
  course: [],
  ...overrides,
});

const sizes = (old: readonly LoggedIncident[], now: readonly LoggedIncident[]) => {
  const { onlyOld, onlyNew, changed, same } = differenceOf(old, now, END);
  return { onlyOld: onlyOld.length, onlyNew: onlyNew.length, changed: changed.length, same: same.length };
};
const none = { onlyOld: 0, onlyNew: 0, changed: 0, same: 0 };

describe('the difference between two rules', () => {
  it('is none between the same incidents', () => {
    const all = [incident(10, 30), incident(100, undefined)];
    expect(sizes(all, all)).toEqual({ ...none, same: 2 });
    expect(isEmpty(differenceOf(all, all, END))).toBe(true);
  });

  const cases = new Map<string, [LoggedIncident[], LoggedIncident[], Partial<typeof none>]>([
    ['what the old alone open', [[incident(10, 30)], [], { onlyOld: 1 }]],
    ['what the new alone open', [[], [incident(10, 30)], { onlyNew: 1 }]],
    ['one that opens later', [[incident(10, 30)], [incident(15, 30)], { changed: 1 }]],
    ['one that is milder', [[incident(10, 30)], [incident(10, 30, { severity: 'warning' })], { changed: 1 }]],
    ['one of another member', [[incident(10, 30)], [incident(10, 30, { groups: ['bank=icbc'] })], { changed: 1 }]],
    [
      'one of another guardrail',
      [[incident(10, 30)], [incident(10, 30, { guardrail: 'b' })], { onlyOld: 1, onlyNew: 1 }],
    ],
    ['those that do not overlap', [[incident(10, 30)], [incident(40, 50)], { onlyOld: 1, onlyNew: 1 }]],
    ['one that became two', [[incident(10, 90)], [incident(10, 30), incident(70, 90)], { changed: 1 }]],
    ['one that is open', [[incident(10, undefined)], [incident(500, undefined)], { changed: 1 }]],
  ]);
  it.each([...cases])('is %s', (_, [old, now, expected]) => {
    expect(sizes(old, now)).toEqual({ ...none, ...expected });
  });

  it('says by how many minutes', () => {
    const [match] = differenceOf([incident(10, 40)], [incident(13, 35)], END).changed;
    expect(match?.shift).toEqual({ opened: 3, resolved: -5, lasted: -8 });
  });

  it('says of what is open how much longer it has lasted, and not when it ended', () => {
    const [match] = differenceOf([incident(10, 40)], [incident(13, undefined)], END).changed;
    expect(match?.shift).toEqual({ opened: 3, lasted: 557 });
  });

  it('knows two that open far apart as one by the trouble that both tell of', () => {
    const early = incident(10, 30);
    const late = incident(45, 60, { since: at(20) });
    expect(sizes([early], [late])).toEqual({ ...none, changed: 1 });
  });
});
