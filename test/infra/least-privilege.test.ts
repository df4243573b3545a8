import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { STACK_DESCRIPTION } from '../../cli/place/stack.ts';
import { arnsOf } from './iam/arns.ts';
import { type Atom, atomsOf, atomText, rightText } from './iam/atoms.ts';
import { type Call, callText, kindOf } from './iam/call.ts';
import { deployed } from './iam/deployed.ts';
import { forbidden, toAll } from './iam/forbidden.ts';
import { type Principal, principalsOf, resourcePoliciesOf } from './iam/policies.ts';
import { type Chapter, permissionsPage } from './iam/page.ts';
import { neverUsed, wildcards } from './iam/reasons.ts';
import { roleOf } from './iam/made-by-aws.ts';
import { simulate } from './iam/simulate.ts';
import { watchAll, type Witness } from './iam/witness.ts';

const deployment = deployed();
const principals = principalsOf(deployment);
const resourcePolicies = resourcePoliciesOf(deployment);
const arns = arnsOf(deployment);
const attempts = forbidden(arns);

let witness: Witness;
beforeAll(async () => {
  witness = await watchAll(deployment);
});

const isAllowed = async (principal: Principal, call: Call): Promise<boolean> =>
  (await simulate(principal, call, resourcePolicies)).isAllowed;
const callsOf = (id: string): readonly Call[] => (witness.calls.get(id) ?? []).map(({ call }) => call);
/** Those for which it does not hold. */
const without = async <Item>(
  items: readonly Item[],
  holds: (item: Item) => Promise<boolean>,
): Promise<readonly Item[]> => {
  const held = await Promise.all(items.map(holds));
  return items.filter((_, index) => held[index] !== true);
};

describe('what was watched', () => {
  it('is every function of the stack', () => {
    const idle = deployment.all('AWS::Lambda::Function').filter((fn) => callsOf(roleOf(deployment, fn)).length < 4);
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  it('was a forwarder that is done with what was taken, late or refused, and keeps what was not', () => {
    expect(witness.forwarded.size).toBe(4);
    for (const done of witness.forwarded.values()) expect(done).toEqual([true, true, false, true]);
  });

  it('was a day on which all of it happened', () => {
    const { statuses, failures, ticks } = witness.day;
    expect([new Set(statuses), failures]).toEqual([new Set([202]), []]);
    expect(new Set(ticks.map(({ status }) => status))).toEqual(new Set(['done']));
    expect(ticks.flatMap((tick) => [...tick.failures, tick.sealError, tick.deliveryError])).toEqual(
      ticks.flatMap(() => [undefined, undefined]),
    );
    const decisions = ticks.map((tick) => tick.decisions['payment-failures']);
    for (const decision of ['opened', 'resolved', 'the rule was removed']) expect(decisions).toContain(decision);
    const sum = (of: (tick: Witness['day']['ticks'][number]) => number | undefined): number =>
      ticks.reduce((total, tick) => total + (of(tick) ?? 0), 0);
    expect(sum(({ sent }) => sent)).toBe(1);
    expect(sum(({ setAside }) => setAside)).toBe(1);
    expect(sum(({ sealed }) => sealed?.resealed)).toBe(2);
    expect(sum(({ sealed }) => sealed?.filled)).toBeGreaterThan(60);
    expect(ticks.at(-1)?.sealed?.waiting).toBe(0);
  });

  it('wrote and read every kind of item that keys.ts names', () => {
    const rows = readFileSync('shared/adapters/dynamodb/keys.ts', 'utf8').matchAll(/^ \* \| [\w ]+\| ([A-Z]+)(#?)/gm);
    const named = new Set([...rows].map(([, name, more]) => `${name}${more === '' ? '' : '#*'}`));
    const all = [...witness.calls.keys()].flatMap(callsOf);
    const written = all
      .filter(({ action }) => action === 'dynamodb:PutItem')
      .flatMap(({ partitions = [] }) => partitions);
    expect(named.size).toBeGreaterThan(8);
    expect(new Set(written.map(kindOf))).toEqual(named);
  });

  it('was every command that takes --stack, and they did what they were told', () => {
    const { printed } = witness;
    expect(printed.get('silence list')).toContain('database upgrade');
    expect(printed.get('silence expire')).toMatch(/^ended {2}every guardrail/);
    expect(JSON.parse(printed.get('backtest') ?? '')).toMatchObject({ source: 'stored events of --stack Parapet' });
    expect(printed.get('send')).toContain('202 accepted 1');
    expect(deployment.description).toMatch(new RegExp(`^${STACK_DESCRIPTION}`));
  });
});

it('everybody to whom the stack gives a right is judged here', () => {
  expect([...principals.keys()].sort()).toEqual([...attempts.keys()].sort());
});

describe.each([...principals.values()])('$id', (principal) => {
  const { id } = principal;

  it('may make each call that it makes', async () => {
    const calls = callsOf(id);
    expect(calls.length).toBeGreaterThan(1);
    const refused = await without(calls, (call) => isAllowed(principal, call));
    expect(refused.map(callText)).toEqual([]);
  });

  it('may do nothing that it never does', async () => {
    const isUsed = async (atom: Atom): Promise<boolean> => {
      const alone = { ...principal, policies: [{ Version: '2012-10-17', Statement: [atom.statement] }] };
      const same = callsOf(id).filter(({ action }) => action === atom.action);
      return (await without(same, (call) => isAllowed(alone, call))).length < same.length;
    };
    const unused = await without(atomsOf(principal), isUsed);
    const known = [...neverUsed.keys()].filter((right) => right.startsWith(`${id}: `));
    expect(unused.map((atom) => `${id}: ${atomText(atom)}`)).toEqual(known);
  });

  it('is refused what somebody would try who got hold of it', async () => {
    const tried = attempts.get(id) ?? [];
    expect(tried.length).toBeGreaterThan(40);
    const refused = new Set(await without(tried, ([, call]) => isAllowed(principal, call)));
    expect(tried.filter((attempt) => !refused.has(attempt)).map(([what]) => what)).toEqual([]);
  });

  it('may not do what others do', async () => {
    // A right to all items is one to those of others too.
    const own = new Set([...callsOf(id).map(callText), ...atomsOf(principal).map(atomText)]);
    const all = [...principals.keys()].flatMap(callsOf).filter((call) => !own.has(rightText(call)));
    const others = [...new Map(all.map((call) => [callText(call), call]))]
      .filter(([text]) => !own.has(text))
      .map(([, call]) => call);
    expect(others.length).toBeGreaterThan(10);
    const refused = new Set(await without(others, (call) => isAllowed(principal, call)));
    expect(others.filter((call) => !refused.has(call)).map(callText)).toEqual([]);
  });
});

describe('a wildcard', () => {
  const rights = [...principals.values()].flatMap(atomsOf);

  it('stands in no action', () => {
    expect(rights.length).toBeGreaterThan(20);
    expect(rights.filter(({ action }) => action.includes('*')).map(atomText)).toEqual([]);
  });

  it('stands in no resource but for a reason', () => {
    const wild = rights.filter(({ resource }) => resource.includes('*')).map(rightText);
    const patterns = [...wildcards.keys()];
    expect(wild.filter((right) => !patterns.some((pattern) => pattern.test(right)))).toEqual([]);
    expect(patterns.filter((pattern) => !wild.some((right) => pattern.test(right)))).toEqual([]);
  });

  it('is not made by allowing all but some', () => {
    const allowing = [...principals.values()].flatMap(({ policies }) => policies.flatMap(({ Statement: all }) => all));
    expect(allowing.filter((statement) => 'NotAction' in statement || 'NotResource' in statement)).toEqual([]);
  });
});

it('docs/permissions.md says so', async () => {
  const chapters = await Promise.all([...principals.values()].map(chapterOf));
  const page = readFileSync('docs/permissions.md', 'utf8');
  const [before] = page.split('<!-- begin -->');
  const after = page.split('<!-- end -->')[1];
  const written = `${before}<!-- begin -->\n\n${permissionsPage(chapters, toAll(arns))}\n<!-- end -->${after}`;
  await expect(written).toMatchFileSnapshot('../../docs/permissions.md');
});

const chapterOf = async (principal: Principal): Promise<Chapter> => {
  const { id } = principal;
  const calls = await Promise.all(
    (witness.calls.get(id) ?? []).map(async (known) => {
      const [allowedBy] = (await simulate(principal, known.call, resourcePolicies)).allowedBy;
      if (allowedBy === undefined) throw new Error(`${id}: expected a statement that allows ${callText(known.call)}`);
      return { ...known, allowedBy };
    }),
  );
  return { id, calls, refused: attempts.get(id) ?? [] };
};
