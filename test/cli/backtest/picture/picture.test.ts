import { describe, expect, it } from 'vitest';
import type { Beat } from '../../../../cli/backtest/beat.ts';
import { picture } from '../../../../cli/backtest/picture/picture.ts';
import { type Backtest, runBacktest } from '../../../../cli/backtest/run.ts';
import type { Guardrail } from '../../../../shared/core/guardrail/guardrail.ts';
import { encodeBatch } from '../../../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, startOf } from '../../../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, anEvent, aVolumeGuardrail, THIS_MINUTE } from '../../../support/builders.ts';

/** Of the second minute on a bank fails. */
async function* beats(minutes: number): AsyncIterable<Beat> {
  for (let minute = 0; minute < minutes; minute++) {
    const start = startOf(addMinutes(THIS_MINUTE, minute));
    const events = Array.from({ length: 40 }, (_, index) =>
      anEvent({
        time: addMs(start, durationMs(index)),
        outcome: minute > 1 && index < 20 ? 'failed' : 'succeeded',
        attributes: { bank: index < 25 ? '<icbc> & "co"' : 'ccb' },
      }),
    );
    yield { minute: addMinutes(THIS_MINUTE, minute), segments: encodeBatch(events).segments };
  }
}

const run = async (...rules: readonly (readonly Guardrail[])[]): Promise<Backtest> => {
  const named = rules.map((guardrails, index) => ({ name: `${index}.yaml`, rules: { guardrails, silences: [] } }));
  const found = await runBacktest(beats(6), named);
  if (found === undefined) throw new Error('expected minutes');
  return found;
};
const failures = (critical: string, name = 'Failures'): Guardrail =>
  aGuardrail({ id: 'failures', name, by: ['bank'], critical: { above: critical } });

describe('the picture of a backtest', () => {
  it('has a lane for each guardrail of both rules, in their order', async () => {
    const svg = picture(
      await run([failures('5%'), aLatencyGuardrail()], [failures('5%'), aVolumeGuardrail({ name: 'Volume' })]),
    );
    const names = [...svg.matchAll(/<tspan font-weight="600">([^<]*)/g)].map(([, name]) => name);
    expect(names).toEqual(['Failures', 'Payment latency', 'Volume']);
    expect(svg).toContain('share of events over 800ms');
    expect(svg).toContain('events a minute');
  });

  it('says what it is to who does not see it', async () => {
    const svg = picture(await run([failures('5%')]));
    expect(svg).toContain('role="img"');
    expect(svg).toContain('<title id="title">Backtest of 0.yaml</title>');
    expect(svg).toMatch(/<desc id="desc">2026-03-02 09:00 to 09:06 UTC\. 1 incident, 1 message\. One lane/);
    expect(svg).toMatch(/<title>critical, 2026-03-02 09:03, open: bank=.* 80% \(\d+ of \d+\)<\/title>/);
  });

  it('draws the limits of before beside those of now, where they differ', async () => {
    const svg = picture(await run([failures('30%')], [failures('5%')]));
    expect(svg).toContain('>critical 30%<');
    expect(svg).toContain('>old critical 5%<');
    expect(picture(await run([failures('5%')], [failures('5%')]))).not.toContain('old critical');
  });

  it('has a row of bars for each rules file', async () => {
    const bars = (svg: string): number => svg.match(/rx="1.5"/g)?.length ?? 0;
    const legend = 2;
    expect(bars(picture(await run([failures('5%')], [failures('5%')])))).toBe(legend + 2);
    expect(bars(picture(await run([failures('99%')], [failures('5%')])))).toBe(legend + 1);
  });

  it('has an arrow where an incident goes on at the end', async () => {
    const arrow = /<path d="M756\.0 [^"]*z"/;
    expect(picture(await run([failures('5%')]))).toMatch(arrow);
    expect(picture(await run([failures('99%')]))).not.toMatch(arrow);
  });

  it('holds names from outside as text', async () => {
    const svg = picture(await run([failures('5%', '<b>&\u202E')]));
    expect(svg).toContain('&lt;icbc&gt; &amp; "co"');
    expect(svg).toContain('&lt;b&gt;&amp;?');
    expect(svg).not.toContain('<b>');
  });

  it('is the same bytes each time', async () => {
    expect(picture(await run([failures('5%')]))).toBe(picture(await run([failures('5%')])));
  });
});
