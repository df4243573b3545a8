import { describe, expect, it } from 'vitest';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { type ExplainBudgets, explainBudgets } from '../../shared/app/explain-budgets.ts';
import { explainNotification } from '../../shared/app/explain.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import type { Findings } from '../../shared/core/explain/explanation.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { MemberFact, Notification } from '../../shared/core/incident/notification.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, type EpochMinute, startOf } from '../../shared/core/units.ts';
import type { SegmentStore } from '../../shared/ports/segments.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  anEvent,
  aVolumeGuardrail,
  aWeightedGuardrail,
  NOW,
  THIS_MINUTE,
} from '../support/builders.ts';
import { aMember, aNotification } from '../support/notifications.ts';
import { aProof } from '../support/proofs.ts';

const ago = (minutesAgo: number): EpochMinute => addMinutes(THIS_MINUTE, -minutesAgo);
const window = (from: number, to = 0) => aProof({ from: ago(from), to: ago(to) });
const member = (group: string, from = 2, to = 0): MemberFact => aMember({ group, proof: window(from, to) });

/** Events spread over the minutes from `from` to `to` ago, of which the first `bad` have failed. */
const payments = (
  [from, to]: readonly [number, number],
  count: number,
  bad: number,
  attributes: PaymentEvent['attributes'],
  more: Partial<PaymentEvent> = {},
): PaymentEvent[] =>
  Array.from({ length: count }, (_, index) =>
    anEvent({
      time: startOf(ago(from - (index % (from - to)))),
      outcome: index < bad ? 'failed' : 'succeeded',
      attributes: { ...attributes, ...(index < bad ? { reason: `r${index % 3}` } : {}) },
      ...more,
    }),
  );

const banks = ['icbc', 'ccb', 'boc'];
const methods = ['qr', 'card'];
/** `each` payments of every bank and method. */
const traffic = (
  span: readonly [number, number],
  each: number,
  bad: (bank: string, method: string) => number,
): PaymentEvent[] =>
  banks.flatMap((bank) => methods.flatMap((method) => payments(span, each, bad(bank, method), { bank, method })));

const calm = traffic([60, 2], 400, () => 8);
const outage = traffic([2, 0], 100, (bank, method) => (bank === 'icbc' && method === 'qr' ? 60 : 2));

interface Case {
  readonly batches: readonly (readonly PaymentEvent[])[];
  readonly members?: readonly MemberFact[];
  readonly groups?: readonly string[];
  readonly guardrail?: Guardrail;
  readonly notification?: Partial<Notification>;
  readonly budgets?: Partial<ExplainBudgets>;
}

const explain = async ({ batches, members = [member('')], groups = [''], ...rest }: Case): Promise<Findings> => {
  const segments = memorySegments();
  for (const batch of batches) await segments.put(encodeBatch(batch).segments);
  const notification = aNotification({ since: ago(2), members, ...rest.notification });
  return explainNotification(notification, groups, rest.guardrail ?? aGuardrail(), segments, NOW, {
    ...explainBudgets,
    ...rest.budgets,
  });
};

describe('who is behind it', () => {
  it('is found among all events of the window, against those from before the incident', async () => {
    const { who } = await explain({ batches: [calm, outage] });
    expect(who).toEqual({
      kind: 'named',
      culprits: [{ values: ['bank=icbc', 'method=qr'], bad: 60, total: 100, excess: 58, score: expect.any(Number) }],
      bad: 70,
      total: 600,
      excess: 58,
      normal: 0.02,
    });
  });

  it('is found wider than the group that was proven first', async () => {
    const wide = traffic([2, 0], 100, (_, method) => (method === 'qr' ? 50 : 2));
    const { who } = await explain({ batches: [calm, wide], members: [member('bank=icbc')] });
    expect(who).toMatchObject({ kind: 'named', culprits: [{ values: ['method=qr'], bad: 150, total: 300 }] });
  });

  it('is not an attribute that only failed events have', async () => {
    const { who } = await explain({ batches: [calm, outage] });
    expect(JSON.stringify(who)).not.toContain('reason');
  });

  it('counts an event once, however often it was sent', async () => {
    const once = await explain({ batches: [calm, outage] });
    const often = await explain({ batches: [calm, outage, outage, calm, outage.slice(0, 99)] });
    expect(often.who).toEqual(once.who);
    expect(often.impact).toEqual(once.impact);
  });

  it('takes the good for the bad where a rate must not fall below', async () => {
    const guardrail = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '80%' } });
    const { who } = await explain({ batches: [calm, outage], guardrail });
    expect(who).toMatchObject({ culprits: [{ values: ['bank=icbc', 'method=qr'], bad: 60, total: 100 }], bad: 70 });
  });

  it('is of the window that spoke, and of no event before the incident', async () => {
    const older = traffic([5, 2], 100, (bank) => (bank === 'boc' ? 90 : 2));
    const { who } = await explain({ batches: [calm, outage, older], notification: { since: ago(5) } });
    expect(who).toMatchObject({
      culprits: [{ values: ['bank=icbc', 'method=qr'] }],
      bad: 70,
      total: 600,
      normal: expect.closeTo(0.02, 2),
    });
  });

  it('does not take the window itself for the time before, where it reaches back behind the incident', async () => {
    const { who } = await explain({
      batches: [calm, outage],
      members: [member('', 2)],
      notification: { since: ago(1) },
    });
    expect(who).toMatchObject({ normal: 0.02, bad: 70 });
  });

  it('is searched within the group where the whole tells nothing, and named with the group', async () => {
    const mixed = [
      ...traffic([2, 0], 500, (bank) => (bank === 'icbc' ? 10 : 45)),
      ...payments([2, 0], 100, 60, { bank: 'icbc', method: 'points' }),
    ];
    const before = [...calm, ...payments([60, 2], 400, 8, { bank: 'icbc', method: 'points' })];
    const { who, examples } = await explain({ batches: [before, mixed], members: [member('bank=icbc')] });
    expect(who).toMatchObject({
      kind: 'named',
      culprits: [{ values: ['bank=icbc', 'method=points'], bad: 60, total: 100 }],
    });
    const ids = mixed
      .filter(({ attributes: { bank, method } }) => bank === 'icbc' && method === 'points')
      .map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...examples]));
  });

  it('is two values at most: of a group one more is searched', async () => {
    const of = (method: string, app: string) => ({ bank: 'icbc', method, app });
    const icbc = (span: readonly [number, number], bad: number) => [
      ...payments(span, 500, 10, of('qr', 'new')),
      ...payments(span, 300, 6, of('qr', 'old')),
      ...payments(span, 100, 2, of('points', 'new')),
      ...payments(span, 100, bad, of('points', 'old')),
    ];
    const others = traffic([2, 0], 500, () => 45).filter(({ attributes: { bank } }) => bank !== 'icbc');
    const before = [...calm, ...icbc([60, 2], 2), ...icbc([60, 2], 2)];
    const { who } = await explain({
      batches: [before, [...others, ...icbc([2, 0], 60)]],
      members: [member('bank=icbc')],
    });
    expect(who).toMatchObject({ kind: 'named', culprits: [{ values: ['bank=icbc', expect.any(String)] }] });
  });

  it('is the group itself where nothing narrower is found, as of a field that is not searched', async () => {
    const euros = payments([2, 0], 300, 150, { bank: 'icbc' }, { currency: 'EUR' });
    const yuan = payments([2, 0], 300, 6, { bank: 'icbc' });
    const before = [
      ...payments([60, 2], 2_000, 40, { bank: 'icbc' }, { currency: 'EUR' }),
      ...payments([60, 2], 2_000, 40, { bank: 'icbc' }),
    ];
    const { who, examples } = await explain({ batches: [before, euros, yuan], members: [member('currency=EUR')] });
    expect(who).toMatchObject({
      kind: 'named',
      culprits: [{ values: ['currency=EUR'], bad: 150, total: 300, excess: 144 }],
      bad: 156,
      total: 600,
      normal: 0.02,
    });
    expect(euros.map(({ id }) => id)).toEqual(expect.arrayContaining([...examples]));
  });

  it('is searched in the newest events where there are more than can be read', async () => {
    const newest = outage.filter(({ time }) => time === startOf(ago(1)));
    const { who } = await explain({ batches: [calm, outage], budgets: { windowEvents: newest.length } });
    expect(who).toMatchObject({ culprits: [{ values: ['bank=icbc', 'method=qr'] }], total: newest.length });
  });

  it('is compared with four times as many events, those just before the incident', async () => {
    const long = traffic([60, 2], 4_000, () => 2 * 58);
    const old = traffic([60, 40], 1_000, () => 900);
    const { who } = await explain({ batches: [long, old, outage] });
    // 600 events need 2 400, and 4 000 at least: ten of the 58 minutes.
    expect(who).toMatchObject({ normal: expect.closeTo(0.029, 3) });
    const few = { leastReference: 0, referenceRatio: 1, mostReference: 0 };
    expect((await explain({ batches: [calm, outage], budgets: few })).who).not.toHaveProperty('normal');
  });

  it('is unknown where all fail alike', async () => {
    const { who, remainders } = await explain({ batches: [calm, traffic([2, 0], 100, () => 20)] });
    expect(who).toMatchObject({ kind: 'unknown' });
    expect(remainders.size).toBe(0);
  });

  it('is by the number of events where value is judged', async () => {
    const { who } = await explain({ batches: [calm, outage], guardrail: aWeightedGuardrail() });
    expect(who).toMatchObject({ culprits: [{ values: ['bank=icbc', 'method=qr'], bad: 60, total: 100 }] });
  });

  it('is not asked of a volume, nor of what is over, nor where nobody is broken now', async () => {
    const batches = [calm, outage];
    expect((await explain({ batches, guardrail: aVolumeGuardrail() })).who).toEqual({
      kind: 'unknown',
      reason: 'a volume has no bad events to search',
    });
    for (const reason of ['resolved', 'closed'] as const)
      expect(await explain({ batches, notification: { reason } })).toMatchObject({
        examples: [],
        remainders: new Map(),
      });
    expect(await explain({ batches, notification: { reason: 'resolved' } })).not.toHaveProperty('who');
    expect(await explain({ batches, members: [] })).not.toHaveProperty('who');
  });
});

describe('the impact', () => {
  it('is from the beginning of the incident until now, beyond the limit and beyond normal', async () => {
    const { impact } = await explain({ batches: [calm, outage] });
    expect(impact).toEqual({
      from: ago(2),
      to: THIS_MINUTE,
      bad: 70,
      total: 600,
      beyondLimit: 40,
      beyondNormal: 58,
      amounts: [{ currency: 'CNY', amount: 70 * 4_200 }],
      atLeast: false,
    });
  });

  it('is of the groups that were broken, each event once', async () => {
    const { impact } = await explain({ batches: [calm, outage], groups: ['bank=icbc', 'method=qr', 'bank=(other)'] });
    expect(impact).toMatchObject({ bad: 60 + 2 + 2 + 2, total: 400 });
    expect(await explain({ batches: [calm, outage], groups: ['bank=(other)'] })).not.toHaveProperty('impact');
  });

  it('of what is over ends where the trouble did', async () => {
    const notification = { reason: 'resolved', since: ago(5), until: ago(2) } as const;
    const trouble = payments([5, 2], 300, 90, { bank: 'icbc' });
    const { impact } = await explain({ batches: [trouble, outage], notification });
    expect(impact).toMatchObject({ from: ago(5), to: ago(2), bad: 90, total: 300 });
  });

  it('is at least so much where the incident is longer than six hours', async () => {
    const events = [...payments([361, 360], 10, 10, {}), ...payments([360, 0], 720, 36, {})];
    const notification = { since: ago(361) };
    expect((await explain({ batches: [events], notification })).impact).toMatchObject({
      from: ago(360),
      to: THIS_MINUTE,
      bad: 36,
      total: 720,
      atLeast: true,
    });
    expect((await explain({ batches: [events], notification: { since: ago(360) } })).impact?.atLeast).toBe(false);
  });

  it('is at least so much where there are more events than can be read: of the newest minutes, whole ones', async () => {
    const events = payments([10, 0], 1_000, 100, {});
    const notification = { since: ago(10) };
    const { impact } = await explain({ batches: [events], notification, budgets: { impactEvents: 250 } });
    expect(impact).toMatchObject({ from: ago(3), to: THIS_MINUTE, bad: 30, total: 300, atLeast: true });
    const all = await explain({ batches: [events], notification, budgets: { impactEvents: 1_000 } });
    expect(all.impact).toMatchObject({ from: ago(10), bad: 100, total: 1_000, atLeast: false });
  });

  it('of a volume is what is missing, minutes without events included, unless nobody knows how it is', async () => {
    const guardrail = aVolumeGuardrail();
    const events = payments([10, 5], 60, 0, {});
    const notification = { since: ago(10) };
    expect((await explain({ batches: [events], guardrail, notification })).impact).toMatchObject({
      bad: 0,
      total: 60,
      beyondLimit: 140,
    });
    const stale = { ...notification, reason: 'stale' as const };
    expect(await explain({ batches: [events], guardrail, notification: stale })).not.toHaveProperty('impact');
    expect(await explain({ batches: [events], notification: stale })).toHaveProperty('impact');
  });
});

describe('the examples', () => {
  it('are up to three ids of bad events of the culprit, the newest first', async () => {
    const { examples } = await explain({ batches: [calm, ...outage.map((event) => [event])] });
    const culprits = outage.filter(
      ({ outcome, attributes: { bank, method } }) => outcome === 'failed' && bank === 'icbc' && method === 'qr',
    );
    const newest = culprits.filter(({ time }) => time === startOf(ago(1))).map(({ id }) => id);
    expect(examples).toHaveLength(3);
    expect(newest).toEqual(expect.arrayContaining([...examples]));
  });

  it('are of the broken group where no culprit is named', async () => {
    const alike = traffic([2, 0], 100, () => 20);
    const { examples } = await explain({
      batches: [calm, ...alike.map((event) => [event])],
      members: [member('bank=boc')],
    });
    const ours = alike
      .filter(({ outcome, attributes: { bank } }) => outcome === 'failed' && bank === 'boc')
      .map(({ id }) => id);
    expect(examples).toHaveLength(3);
    expect(ours).toEqual(expect.arrayContaining([...examples]));
  });

  it('are no event whose other copy counts', async () => {
    const failed = anEvent({ id: 'twice', time: startOf(ago(1)), outcome: 'failed', latencyMs: 5 });
    // Of two bodies the smaller text counts: 'declined' before 'failed'.
    const winner = { ...failed, outcome: 'declined' as const };
    const alike = traffic([2, 0], 100, (bank) => (bank === 'ccb' ? 0 : 20));
    const group = [member('bank=ccb')];
    const withCopy = { ...failed, attributes: { bank: 'ccb', method: 'qr' } };
    expect((await explain({ batches: [calm, alike, [withCopy]], members: group })).examples).toEqual(['twice']);
    const both = [calm, alike, [withCopy], [{ ...winner, attributes: withCopy.attributes }]];
    expect((await explain({ batches: both, members: group })).examples).toEqual([]);
  });
});

describe('what is left of a member without the culprit', () => {
  it('is counted over the window of its own proof', async () => {
    const members = [
      member(''),
      member('bank=icbc'),
      member('method=qr', 1),
      member('bank=ccb'),
      member('bank=(other)'),
    ];
    const { remainders } = await explain({ batches: [calm, outage], members });
    expect(Object.fromEntries(remainders)).toEqual({
      '': { bad: 10, total: 500 },
      'bank=icbc': { bad: 2, total: 100 },
      'method=qr': { bad: 2, total: 100 },
      'bank=ccb': { bad: 4, total: 200 },
    });
  });

  it('is nothing of the culprit itself', async () => {
    const wide = traffic([2, 0], 100, (bank) => (bank === 'icbc' ? 50 : 2));
    const { remainders } = await explain({ batches: [calm, wide], members: [member('bank=icbc')] });
    expect(remainders.get('bank=icbc')).toEqual({ bad: 0, total: 0 });
  });

  it('is counted as the proof counts, where a rate must not fall below', async () => {
    const guardrail = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '80%' } });
    const { remainders } = await explain({ batches: [calm, outage], guardrail });
    expect(remainders.get('')).toEqual({ bad: 490, total: 500 });
  });

  it('is not told of a window that has more events than can be read', async () => {
    const members = [member(''), member('bank=icbc', 1)];
    const { remainders } = await explain({ batches: [calm, outage], members, budgets: { memberEvents: 300 } });
    expect([...remainders.keys()]).toEqual(['bank=icbc']);
  });

  it('is not told of a window that is too long to read', async () => {
    const members = [member(''), member('bank=icbc', 361)];
    const { remainders } = await explain({ batches: [calm, outage], members });
    expect([...remainders.keys()]).toEqual(['']);
  });
});

describe('the percentile of a latency', () => {
  const guardrail = aLatencyGuardrail({ percentile: 50 });
  const payment = (minutesAgo: number, latencyMs: number, more: Partial<PaymentEvent> = {}): PaymentEvent =>
    anEvent({ time: startOf(ago(minutesAgo)), latencyMs, ...more });
  const medians = async (batches: readonly (readonly PaymentEvent[])[], members: readonly MemberFact[]) =>
    Object.fromEntries((await explain({ batches, members, guardrail })).percentiles);

  it('is of the window that spoke, for each member its own', async () => {
    const icbc = { attributes: { bank: 'icbc' } };
    const batch = [payment(3, 100, icbc), payment(2, 200, icbc), payment(1, 900, icbc)];
    expect(await medians([batch], [member('', 3), member('bank=icbc', 1)])).toEqual({ '': 200, 'bank=icbc': 900 });
    expect(await medians([batch], [member('', 3, 2)])).toEqual({ '': 100 });
  });

  it('is of the group, and of payments only', async () => {
    const icbc = { attributes: { bank: 'icbc' } };
    const batch = [
      payment(1, 700, icbc),
      payment(1, 100, { attributes: { bank: 'ccb' } }),
      payment(1, 5, { ...icbc, type: 'refund' }),
    ];
    expect(await medians([batch], [member('bank=icbc'), member('bank=boc'), member('bank=(other)')])).toEqual({
      'bank=icbc': 700,
    });
  });

  it('takes a timeout without a latency for slower than all others, and tells none where it is a timeout itself', async () => {
    const { latencyMs: _, ...timeout } = payment(1, 0, { outcome: 'timeout' });
    const timeouts = [1, 2, 3].map((index) => ({ ...timeout, id: `timeout_${index}` }));
    const fast = [payment(1, 100), payment(1, 200), payment(1, 300)];
    expect(await medians([[...timeouts.slice(0, 2), ...fast]], [member('')])).toEqual({ '': 300 });
    expect(await medians([[...timeouts, payment(1, 100)]], [member('')])).toEqual({});
  });

  it('counts an event once, however often it was sent', async () => {
    const [fast, slow, slower] = [payment(1, 100), payment(1, 200), payment(1, 300)];
    expect(await medians([[fast, slow, slower], [fast], [fast, slow]], [member('')])).toEqual({ '': 200 });
  });

  it('is told of what is over too, and of no other kind', async () => {
    const batches = [[payment(1, 100)]];
    const resolved = await explain({ batches, guardrail, notification: { reason: 'resolved', until: ago(1) } });
    expect(Object.fromEntries(resolved.percentiles)).toEqual({ '': 100 });
    expect((await explain({ batches })).percentiles.size).toBe(0);
  });
});

it('a store that fails is said: nothing is guessed from a part', async () => {
  const broken: SegmentStore = {
    ...memorySegments(),
    // oxlint-disable-next-line require-yield -- it fails before its first minute
    read: async function* () {
      throw new Error('page 1 failed');
    },
  };
  const notification = aNotification({ since: ago(2), members: [member('')] });
  await expect(explainNotification(notification, [''], aGuardrail(), broken, NOW)).rejects.toThrow('page 1 failed');
});
