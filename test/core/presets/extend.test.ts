import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';
import { presetNames } from '../../../shared/core/presets/names.ts';
import { presets } from '../../../shared/core/presets/presets.ts';

const load = (...lines: readonly string[]) => {
  const loaded = loadGuardrails(lines.join('\n'), 'g.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.guardrails;
};
const problemsIn = (...lines: readonly string[]): readonly string[] => {
  const loaded = loadGuardrails(lines.join('\n'), 'g.yaml');
  return loaded.ok ? [] : loaded.problems;
};
const wallet = 'extends: [payments/wallet]';
const idsOf = (name: keyof typeof presets): string[] => presets[name].guardrails.map(({ rule }) => rule.id);
const own = '  - { id: own, kind: rate, bad: { outcome: failed }, critical: { above: 3% } }';

describe('a file that extends presets', () => {
  it('has their guardrails in the order of extends, before its own', () => {
    const ids = load('extends: [payments/payouts, payments/wallet]', 'guardrails:', own).map(({ id }) => id);
    expect(ids).toEqual([...idsOf('payments/payouts'), ...idsOf('payments/wallet'), 'own']);
  });

  it('has what somebody would have who had written them out', () => {
    for (const name of presetNames) {
      const rules = presets[name].guardrails.map(({ rule }) => rule);
      expect(load(`extends: [${name}]`)).toEqual(load(JSON.stringify({ guardrails: rules })));
    }
  });

  it('replaces a key of a guardrail by naming its id, and keeps the other keys and its place', () => {
    const [before, after] = [
      load(wallet),
      load(wallet, 'guardrails:', own, '  - { id: wallet-scan-failures, warning: { above: 3% }, owner: scanning }'),
    ];
    const place = idsOf('payments/wallet').indexOf('wallet-scan-failures');
    const expected = before[place];
    if (expected === undefined) throw new Error('expected the guardrail of scans');
    expect(after[place]).toMatchObject({
      ...expected,
      owner: 'scanning',
      levels: [
        { severity: 'critical', text: '10%' },
        { severity: 'warning', text: '3%', rate: 0.03 },
      ],
      recovery: { text: '3%' },
    });
    expect(after.map(({ id }) => id)).toEqual([...before.map(({ id }) => id), 'own']);
  });

  it('replaces a key whole: a list is not added to', () => {
    const guardrails = load(wallet, 'guardrails: [{ id: wallet-confirm-failures, by: [merchant], of: { step: pay } }]');
    const changed = guardrails.find(({ id }) => id === 'wallet-confirm-failures');
    expect(changed?.by).toEqual(['merchant']);
    expect(changed?.metrics[0]?.of.map(({ field }) => field)).toEqual(['type', 'step']);
  });

  it('removes a key of a guardrail with null', () => {
    const guardrails = load(wallet, 'guardrails:', '  - id: wallet-scan-failures', '    warning: null', '    by: null');
    expect(guardrails.find(({ id }) => id === 'wallet-scan-failures')).toMatchObject({
      by: [],
      levels: [{ severity: 'critical' }],
    });
  });

  it('leaves guardrails out by id', () => {
    const ids = load(wallet, 'disable: [wallet-scan-volume, wallet-users-hit]').map(({ id }) => id);
    const left = idsOf('payments/wallet').filter((id) => id !== 'wallet-scan-volume' && id !== 'wallet-users-hit');
    expect(ids).toEqual(left);
  });

  it('may silence a guardrail of a preset', () => {
    expect(
      problemsIn(
        wallet,
        'silences:',
        '  - { guardrails: [wallet-scan-volume], why: w, by: b, from: 2026-12-01T02:00Z, until: 2026-12-01T04:00Z }',
      ),
    ).toEqual([]);
  });

  it('takes any guardrail of a preset with any severity changed by its owner to the same', () => {
    const rules = presetNames.flatMap((name) => presets[name].guardrails.map(({ rule }) => rule));
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.constantFrom('id', 'name', 'kind', 'of', 'by', 'description'),
        (rule, key) => {
          const extending = { extends: [...presetNames] };
          const change = { id: rule.id, ...Object.fromEntries(Object.entries(rule).filter(([each]) => each === key)) };
          expect(load(JSON.stringify({ ...extending, guardrails: [change] }))).toEqual(load(JSON.stringify(extending)));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a file that extends presets is refused, with a place of its own, for', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'a preset misspelt',
      ['extends: [payments/cards, payments/walet]'],
      [
        'g.yaml:1:27: extends[1]: expected one of payments/cards, payments/wallet, payments/transfer, payments/payouts, got "payments/walet"; did you mean payments/wallet?',
      ],
    ],
    [
      'a preset twice',
      ['extends: [payments/cards, payments/cards]'],
      ['g.yaml:1:10: extends: expected each preset once'],
    ],
    [
      'a preset that is not in a list',
      ['extends: payments/cards', 'guardrails:', own],
      ['g.yaml:1:10: extends: expected a list of presets such as [payments/cards], got "payments/cards"'],
    ],
    [
      'a limit that cannot be, in the guardrail that changes one of theirs',
      [wallet, 'guardrails:', own, '  - id: wallet-scan-failures', '    critical: { above: 200% }'],
      [
        'g.yaml:5:24: guardrails[1].critical.above: expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline, got "200%"',
      ],
    ],
    [
      'a key misspelt there',
      [wallet, 'guardrails:', '  - id: wallet-scan-failures', '    critcal: { above: 20% }'],
      ['g.yaml:4:14: guardrails[0].critcal: not a key that is known here; did you mean critical?'],
    ],
    [
      'a limit that does not go with one that only the preset has',
      [wallet, 'guardrails:', '  - id: wallet-scan-failures', '    warning: { above: 10% }'],
      [
        'g.yaml:3:5: guardrails[0].critical.above: expected a limit worse than that of warning (10%), got 10% (as payments/wallet has it)',
      ],
    ],
    [
      'one that does not go with what the preset says of it',
      [wallet, 'guardrails:', '  - { id: wallet-scan-volume, critical: { below: 3/min } }'],
      [
        'g.yaml:3:50: guardrails[0].critical.below: expected a multiple such as 2x baseline or 50% of baseline, got 3/min',
      ],
    ],
    [
      'an id that is nearly one of theirs',
      [wallet, 'guardrails:', '  - { id: wallet-scan-failure, warning: { above: 3% } }'],
      [
        'g.yaml:3:5: guardrails[0].kind: expected one of rate, latency, volume, monthly, got nothing; did you mean wallet-scan-failures? That is one of payments/wallet.',
      ],
    ],
    [
      'another kind than theirs',
      [
        wallet,
        'guardrails:',
        '  - { id: wallet-scan-failures, kind: latency, percentile: 95, critical: { above: 2s } }',
      ],
      [
        'g.yaml:3:39: guardrails[0].kind: expected rate, as payments/wallet has it, got "latency"; disable it, and write another under an id of its own',
      ],
    ],
    [
      'one of theirs changed twice',
      [wallet, 'guardrails:', '  - { id: wallet-fraud, owner: a }', '  - { id: wallet-fraud, owner: b }'],
      ['g.yaml:4:11: guardrails[1].id: expected an id of its own, got wallet-fraud again'],
    ],
    [
      'what is disabled and is none of theirs',
      [wallet, 'disable: [wallet-scan-fialures, own]', 'guardrails:', own],
      [
        'g.yaml:2:11: disable[0]: expected the id of a guardrail of payments/wallet, got wallet-scan-fialures; did you mean wallet-scan-failures?',
        'g.yaml:2:33: disable[1]: expected the id of a guardrail of payments/wallet, got own',
      ],
    ],
    [
      'what is disabled and changed',
      [wallet, 'disable: [wallet-fraud]', 'guardrails: [{ id: wallet-fraud, owner: a }]'],
      ['g.yaml:2:11: disable[0]: expected an id that is not under guardrails too, got wallet-fraud'],
    ],
    [
      'disable without extends',
      ['disable: [own]', 'guardrails:', own],
      [
        'g.yaml:1:10: disable: expected extends: [payments/cards] or another preset beside it: what is left out is theirs',
      ],
    ],
    [
      'all of it disabled',
      ['extends: [payments/payouts]', `disable: [${idsOf('payments/payouts').join(', ')}]`],
      ['g.yaml:1:1: guardrails: expected at least one guardrail, got none'],
    ],
    [
      'guardrails of its own that are no list',
      [wallet, 'guardrails: { id: own }'],
      ['g.yaml:2:13: guardrails: expected a list of guardrails'],
    ],
  ])('%s', (_sentence, lines, problems) => {
    expect(problemsIn(...lines)).toEqual(problems);
  });
});
