import { beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../../cli/replay/replay.ts';
import { WHOLE } from '../../../shared/core/rollup/series.ts';
import { breaking, healthy, playWallet } from './wallet-hour.ts';

/** The minute at whose end a message came, and what it said. */
const said = (steps: readonly Step[]): string[] =>
  steps.flatMap(({ sent }, minute) =>
    sent.map(({ attributes: { reason, severity, guardrail } }) => `${minute}: ${reason} ${severity} ${guardrail}`),
  );

describe('payments/wallet, in a wallet of three payments in four seconds', () => {
  let steps: readonly Step[];
  beforeAll(async () => {
    steps = await playWallet(63, (minute) => (minute < 60 ? healthy : breaking('scan')));
  }, 120_000);

  it('is quiet through a healthy hour', () => {
    expect(said(steps.slice(0, 60))).toEqual([]);
  });

  it('has proven after it that every step is well, and says of what is held against past weeks that they are missing', () => {
    const verdicts = [...(steps[59]?.report.observations ?? [])].map(([id, groups]) => {
      const verdict = groups.get(WHOLE)?.verdict;
      return `${id}: ${verdict?.kind === 'inconclusive' ? verdict.reason.replace(/[:;] .*/, '') : verdict?.kind}`;
    });
    expect(verdicts).toEqual([
      'wallet-bind-card-failures: clear',
      'wallet-scan-failures: clear',
      'wallet-scan-latency: clear',
      'wallet-scan-volume: normal is not known',
      'wallet-confirm-failures: clear',
      'wallet-confirm-latency: clear',
      'wallet-confirm-pending: clear',
      'wallet-confirm-abandoned: normal is not known',
      'wallet-receive-failures: clear',
      'wallet-receive-latency: clear',
      'wallet-merchant-quiet: normal is not known',
      'wallet-fraud: clear',
      'wallet-bank-declines: normal is not known',
      'wallet-bank-quiet: normal is not known',
      'wallet-card-testing: clear',
      'wallet-bind-card-surge: normal is not known',
      expect.stringMatching(/^wallet-availability: \d+ of \d+ events in \d+ minutes .* prove neither/),
      'wallet-users-hit: clear',
      expect.stringMatching(/^wallet-fraud-value: \d+ of \d+ events in \d+ minutes .* prove neither/),
    ]);
  });

  it('tells within a minute that scanning broke, once, and of no other step', () => {
    expect(said(steps.slice(60))).toEqual(['0: opened critical wallet-scan-failures']);
  });

  it('tells each other step by its own guardrail, and a broken payment to those who must report it as well', async () => {
    const traffic = [
      healthy,
      healthy,
      breaking('bind-card'),
      healthy,
      healthy,
      breaking('receive'),
      healthy,
      healthy,
      breaking('confirm'),
      breaking('confirm'),
    ];
    const told = said(await playWallet(traffic.length, (minute) => traffic[minute] ?? healthy));
    expect(told).toEqual([
      '2: opened warning wallet-bind-card-failures',
      '5: opened critical wallet-receive-failures',
      '8: opened critical wallet-confirm-failures',
      '8: opened critical wallet-users-hit',
    ]);
  }, 120_000);
});
