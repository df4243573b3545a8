import type { MonthProof, Proof } from '../../../shared/core/evidence/verdict.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { type EpochMs, epochMs, minuteOf, startOf } from '../../../shared/core/units.ts';
import { aMember } from '../../support/notifications.ts';
import { aProof } from '../../support/proofs.ts';
import { type Life, lifeOf, type Trouble } from './goldens-limits.ts';

const time = (text: string): EpochMs => epochMs(Date.parse(`${text}:00Z`));
const minute = (text: string) => minuteOf(time(text));

const [NOVEMBER, DECEMBER, JANUARY] = [
  minute('2026-11-01T00:00'),
  minute('2026-12-01T00:00'),
  minute('2027-01-01T00:00'),
];
const REACHED = minute('2026-11-24T09:00');

const november = (overrides: Partial<Proof>, month: Partial<MonthProof>): Proof => {
  const proof = aProof({
    from: NOVEMBER,
    to: minute('2026-11-18T14:00'),
    limit: 0.015,
    limitText: '1.5% and 1,500',
    phi: 1.8,
    probability: 3e-3,
    ...overrides,
  });
  return {
    ...proof,
    month: {
      end: DECEMBER,
      against: 'this-month',
      projected: { bad: proof.bad, total: proof.total },
      reached: { count: 1_500 },
      ...month,
    },
  };
};

/** The new month begins with another count, against the same limit. */
const december = (breach: Proof, bad: number, total: number, month: Partial<MonthProof>): Proof => {
  if (breach.month === undefined) throw new Error('no month');
  const { crossesAt: _, ...rest } = breach.month;
  return {
    ...aProof({
      from: DECEMBER,
      to: minute('2026-12-09T14:00'),
      bad,
      total,
      limit: breach.limit,
      limitText: breach.limitText,
    }),
    month: { ...rest, end: JANUARY, ...month },
  };
};

const vamp: Notification['guardrail'] = { id: 'visa-vamp', name: 'Visa VAMP', kind: 'monthly' };
const trouble = (guardrail: Notification['guardrail'], broken: Proof, well: Proof): Trouble => ({
  guardrail,
  broken: aMember({ group: 'merchant=acme', proof: broken }),
  well: aMember({ group: 'merchant=acme', proof: well }),
});

const projected = november(
  { bad: 1_104, total: 68_200 },
  { projected: { bad: 1_883.9, total: 116_379 }, crossesAt: REACHED },
);
const reached = november(
  { bad: 1_533, total: 93_100, to: minute('2026-11-25T02:00'), probability: 1e-9 },
  { projected: { bad: 1_909, total: 115_948 }, crossesAt: REACHED },
);
const byAmount = november(
  { bad: 214, total: 70_112, limit: 0.005, limitText: '0.5%, 50,000 USD and 1,000 in all' },
  {
    against: 'previous-month',
    projected: { bad: 365.2, total: 70_112, amount: 5_324_000 },
    reached: { amount: 5_000_000, total: 1_000 },
    amount: { value: 3_120_400, currency: 'USD' },
    crossesAt: minute('2026-11-28T17:00'),
  },
);

const well = december(projected, 210, 31_000, { projected: { bad: 756.6, total: 111_696 } });
const efm: Notification['guardrail'] = { id: 'mastercard-efm', name: 'Mastercard EFM', kind: 'monthly' };
const wellByAmount = december(byAmount, 31, 71_930, {
  projected: { bad: 111.7, total: 71_930, amount: 1_612_000 },
  amount: { value: 447_400, currency: 'USD' },
});

const times = ({ broken }: Trouble): Life => {
  const { to } = broken.proof;
  return {
    opened: { at: startOf(to), openedAt: to },
    later: { openedAt: minute('2026-11-17T11:00') },
    over: { at: time('2026-12-09T14:00'), openedAt: minute('2026-11-17T11:00'), until: DECEMBER },
  };
};

/** Limits of card schemes, over a calendar month. */
export const monthMessages = new Map(
  [
    ['month', trouble(vamp, projected, well)] as const,
    ['month-reached', trouble(vamp, reached, well)] as const,
    ['month-by-amount', trouble(efm, byAmount, wellByAmount)] as const,
  ].flatMap(([name, told]) => lifeOf(name, told, times(told))),
);
