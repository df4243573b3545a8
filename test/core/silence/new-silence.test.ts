import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSilence, type SilenceWish } from '../../../shared/core/silence/new-silence.ts';
import { decodeSilence, encodeSilence } from '../../../shared/core/silence/silence-codec.ts';
import { addMs, days, epochMs, hours, minutes } from '../../../shared/core/units.ts';
import { NOW } from '../../support/builders.ts';

const aWish = (overrides: Partial<SilenceWish> = {}): SilenceWish => ({
  guardrails: ['fraud'],
  all: false,
  match: [],
  from: undefined,
  for: '2h',
  by: 'anna',
  why: 'database upgrade',
  ...overrides,
});
const known = { ids: ['fraud', 'latency'], source: 'rules.yaml' };
const made = (overrides: Partial<SilenceWish>) => newSilence(aWish(overrides), NOW, known);
const problemsOf = (overrides: Partial<SilenceWish>) => {
  const checked = made(overrides);
  return checked.ok ? [] : checked.problems;
};

describe('a new silence', () => {
  it('begins now, and lasts as long as was asked for', () => {
    expect(made({ match: ['bank=icbc'] })).toEqual({
      ok: true,
      silence: {
        id: expect.stringMatching(/^[0-9a-f]{10}$/),
        guardrails: ['fraud'],
        match: ['bank=icbc'],
        period: { kind: 'once', from: NOW, until: addMs(NOW, hours(2)) },
        by: 'anna',
        why: 'database upgrade',
      },
    });
  });

  const good = new Map<string, [Partial<SilenceWish>, object]>([
    [
      'may begin later',
      [
        { from: '2026-03-02T22:00:00+08:00', for: '1h' },
        { period: { kind: 'once', from: Date.parse('2026-03-02T14:00Z'), until: Date.parse('2026-03-02T15:00Z') } },
      ],
    ],
    [
      'may have begun, if it has not ended',
      [{ from: '2026-03-02T08:00:00Z' }, { period: { kind: 'once', from: NOW - hours(1), until: NOW + hours(1) } }],
    ],
    ['covers every guardrail where that is said', [{ guardrails: [], all: true }, { guardrails: [] }]],
    [
      'names a guardrail and a value once',
      [
        { guardrails: ['fraud', 'fraud'], match: ['a=b', 'a=b'] },
        { guardrails: ['fraud'], match: ['a=b'] },
      ],
    ],
    ['may need two values', [{ match: ['bank=icbc', 'method=qr'] }, { match: ['bank=icbc', 'method=qr'] }]],
    [
      'takes a value as it is, with what looks like syntax',
      [{ match: ['bank=a=b "c" 中国 '] }, { match: ['bank=a=b "c" 中国 '] }],
    ],
    ['takes the group of all the rest', [{ match: ['bank=(other)'] }, { match: ['bank=(other)'] }]],
    ['lasts 30 days at most', [{ for: '30d' }, { period: { kind: 'once', from: NOW, until: addMs(NOW, days(30)) } }]],
    [
      'lasts a minute at least',
      [{ for: '1m' }, { period: { kind: 'once', from: NOW, until: addMs(NOW, minutes(1)) } }],
    ],
    [
      'ends on a whole millisecond',
      [{ for: '1.00001m' }, { period: { kind: 'once', from: NOW, until: NOW + 60_001 } }],
    ],
    [
      'loses blanks around words',
      [
        { by: ' anna ', why: '\tupgrade ' },
        { by: 'anna', why: 'upgrade' },
      ],
    ],
  ]);
  it.each([...good])('%s', (_, [wish, expected]) => {
    expect(made(wish)).toEqual({ ok: true, silence: expect.objectContaining(expected) });
  });

  const range = 'Expected --for from 1m to 30d';
  const bad = new Map<string, [Partial<SilenceWish>, string]>([
    [
      'no guardrail and not all',
      [{ guardrails: [] }, 'Expected --guardrail <id>, or --all if every guardrail is meant; got neither'],
    ],
    ['a guardrail and all', [{ all: true }, 'Expected --guardrail or --all, got both']],
    [
      'a guardrail that there is not',
      [{ guardrails: ['fraud', 'fruad'] }, 'Expected --guardrail to be one of fraud, latency (rules.yaml); got fruad'],
    ],
    [
      'a value without an attribute',
      [{ match: ['icbc'] }, 'Expected --match <attribute>=<value>, such as bank=icbc; got "icbc"'],
    ],
    ['an empty attribute', [{ match: ['=icbc'] }, 'got "=icbc"']],
    ['an empty value', [{ match: ['bank='] }, 'got "bank="']],
    ['a name that no attribute has', [{ match: ['my bank=icbc'] }, 'got "my bank=icbc"']],
    ['a value of two lines', [{ match: ['bank=a\nb'] }, 'got "bank=a\\nb"']],
    ['a value longer than any that is taken', [{ match: [`bank=${'中'.repeat(43)}`] }, 'Expected --match']],
    [
      'two values of one attribute, which nothing has',
      [
        { match: ['bank=icbc', 'bank=boc'] },
        'Expected one --match of bank, since no event has two values of it; add a silence for each',
      ],
    ],
    [
      'three values, which nothing that is told has',
      [{ match: ['a=1', 'b=2', 'c=3'] }, 'Expected at most two --match, got 3'],
    ],
    ['no length', [{ for: undefined }, 'a silence without an end is forgotten']],
    ['a length without a unit', [{ for: '2' }, `${range}, such as 30m, 2h or 1d; got "2"`]],
    ['a length of nothing', [{ for: '0m' }, range]],
    ['less than a minute', [{ for: '59s' }, range]],
    ['more than 30 days', [{ for: '31d' }, range]],
    ['a start without an offset', [{ from: '2026-03-02T22:00:00' }, 'Expected --from in RFC 3339 with an offset']],
    [
      'an end that is past',
      [
        { from: '2026-03-02T06:00:00Z', for: '3h' },
        'Expected a silence that ends after now; from 2026-03-02T06:00:00Z for 3h is over',
      ],
    ],
    ['no name', [{ by: undefined }, 'Expected --by <name>: whoever is woken later must know whom to ask']],
    ['a blank name', [{ by: ' ' }, 'Expected --by <name>: whoever']],
    [
      'no reason',
      [
        { why: undefined },
        'Expected --why <reason>: the first message after the silence says it, to people who were not there',
      ],
    ],
    [
      'a reason of two lines',
      [{ why: 'upgrade\nResolved: all' }, 'Expected --why <reason> as one line of at most 200 characters'],
    ],
    ['a reason that is a novel', [{ why: 'x'.repeat(201) }, 'Expected --why <reason> as one line']],
    ['half a character', [{ why: 'x\uD800' }, 'Expected --why <reason> as one line']],
  ]);
  it.each([...bad])('is refused with %s', (_, [wish, problem]) => {
    expect(problemsOf(wish)).toEqual([expect.stringContaining(problem)]);
  });

  it('is refused with one sentence for each thing that is wrong', () => {
    const nothing = { guardrails: [], for: undefined, by: undefined, why: undefined, match: ['x'], from: 'noon' };
    expect(problemsOf(nothing)).toHaveLength(6);
  });

  it('of a guardrail is taken as it is where nobody knows which there are', () => {
    expect(newSilence(aWish({ guardrails: ['fruad'] }), NOW, undefined).ok).toBe(true);
  });

  it('has an id of its content: the same at the same time is the same, any other is another', () => {
    const idOf = (overrides: Partial<SilenceWish>, now = NOW) => {
      const checked = newSilence(aWish(overrides), now, known);
      return checked.ok ? checked.silence.id : '';
    };
    const ids = [{}, { guardrails: ['latency'] }, { match: ['a=b'] }, { for: '1h' }, { by: 'bo' }, { why: 'x' }].map(
      (wish) => idOf(wish),
    );
    expect(new Set([...ids, idOf({}, epochMs(NOW + 1))]).size).toBe(7);
    expect(idOf({})).toBe(ids[0]);
  });

  it('is read back as it was, whatever the words', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, words, words, fc.integer({ min: 1, max: 43_200 }), (by, why, value, length) => {
        const checked = made({ by, why, match: [`bank=${value}`], for: `${length}m` });
        fc.pre(checked.ok);
        expect(decodeSilence('id', encodeSilence(checked.silence))).toEqual(checked.silence);
      }),
    );
  });
});

describe('what is no silence', () => {
  const cases = new Map<string, string>([
    ['nothing', ''],
    ['half a text', '{"id":"a"'],
    ['another thing', '{"id":"a"}'],
    ['one without guardrails, which would cover all', encodeSilence({ ...silence(), guardrails: undefined } as never)],
  ]);
  it.each([...cases])('is an error that names the item: %s', (_, text) => {
    expect(() => decodeSilence('b7a1', text)).toThrow(
      'SILENCE b7a1: expected a silence as parapet silence add writes it',
    );
  });
});

function silence() {
  const checked = made({});
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return checked.silence;
}
