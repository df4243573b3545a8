import { describe, expect, it } from 'vitest';
import { testText } from '../../../cli/scenario/test-file.ts';
import { scenarioText } from './scenarios.ts';

const missesOf = async (events: string, history: string, expected: string): Promise<readonly string[]> => {
  const text = scenarioText([events], { expect: [expected], more: `history:\n  - ${history}` });
  const { problems, checks } = await testText(text, 'scenario.yaml');
  return [...problems, ...checks.flatMap(({ failure }) => failure?.misses.map(({ got }) => got) ?? [])];
};

describe('what came before the start', () => {
  it('is known: a day of it proves of a quiet group what ten minutes can’t', async () => {
    const check = 'at: 00:05, guardrail: failures, group: bank=icbc, verdict: clear';
    const events = '00:00..00:10 6/h bank=icbc';
    expect(await missesOf(events, '1d 00:00..24:00 6/h outcome=failed:1% bank=icbc', check)).toEqual([]);
    expect(await missesOf(events, '1d 23:50..24:00 6/h bank=icbc', check)).toEqual(['verdict inconclusive']);
  });
});
