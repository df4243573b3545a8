import { Command, InvalidArgumentError, Option } from 'commander';
import { limits } from '../../shared/core/limits.ts';
import { parsePercent } from '../../shared/core/guardrail/quantity.ts';
import { STORED_GROUPS } from '../../shared/core/rollup/cap-groups.ts';
import { type Ratio, ratio } from '../../shared/core/units.ts';
import type { CostWish } from '../cost/cost.ts';
import { ways } from '../cost/deployment.ts';
import { wholeNumber } from '../options.ts';

type CostOptions = Omit<CostWish, 'freeTier' | 'json'> & { readonly freeTier?: true; readonly json?: true };

export const costCommand = (): Command =>
  new Command('cost')
    .description('Say what a month on AWS costs, line by line, beside what one would build instead.')
    .requiredOption('--rate <events>', 'events a second, all producers together', number(0.001, 100_000))
    .option(
      '--batch <events>',
      'events of a request; if left out, what comes in ten seconds, at most 500',
      wholeNumber(1, limits.eventsPerBatch),
    )
    .option(
      '--minutes-per-batch <minutes>',
      'event minutes that a batch touches, as a mean; if left out, those of one producer that sends what is full',
      number(1, limits.minutesPerBatch),
    )
    .option('--late <percent>', 'of the batches, those that come when their minutes may be sealed', late, ratio(0.01))
    .addOption(new Option('--via <way>', 'how batches come').choices([...ways]).default('http'))
    .option('--rules <file>', 'whose guardrails and attributes are counted', 'guardrails.yaml')
    .option('--groups <number>', 'values of each attribute under by', wholeNumber(1, STORED_GROUPS), 20)
    .addOption(new Option('--encryption <keys>', 'whose keys').choices(['aws', 'customer']).default('aws'))
    .option('--region <region>', 'whose prices; only those of us-east-1 are known', region, 'us-east-1')
    .option('--free-tier', 'take off what AWS gives every account for ever')
    .option('--json', 'as JSON')
    .addHelpText('after', help)
    .action(async ({ freeTier, json, ...options }: CostOptions) => {
      const { cost } = await import('../cost/cost.ts');
      await cost({ ...options, freeTier: freeTier === true, json: json === true });
    });

/** For commander: a number in a range, fractions too. */
const number =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Expected a number from ${least} to ${most.toLocaleString('en-US')}.`);
    return value;
  };

const late = (text: string): Ratio | 0 => {
  const share = text === '0' || text === '0%' ? 0 : text === '100%' ? ratio(1) : parsePercent(text);
  if (share === undefined) throw new InvalidArgumentError('Expected a percentage from 0% to 100%, such as 1%.');
  return share;
};

const region = (text: string): string => {
  if (text === 'us-east-1') return text;
  throw new InvalidArgumentError('Expected us-east-1: the prices of other Regions are not known here.');
};

const help = `
Nothing is asked of AWS. How much is written and read is counted by playing an hour of ticks with the code that runs there,
and by sizes of the real encoder; prices stand in cli/cost/prices.json, each with its source and date. docs/cost.md says more.

Exit code: 0 fine, 1 a mistake in the rules, 2 wrong use.

Examples:
  $ npm run parapet -- cost --rate 100 --batch 500
  $ npm run parapet -- cost --rate 1000 --via queue --groups 200 --rules guardrails.yaml
  $ npm run --silent parapet -- cost --rate 100 --json | jq .parapet.total`;
