import { failing, slow, turnsOf } from './disturb.ts';
import { Checks } from './invariants.ts';
import type { History, Step } from './steps.ts';
import { BANKS, broken, calm, type Course, STREAMS } from './traffic.ts';
import { World } from './world.ts';

/** Lives through a history, and through an ending in which all that is open must come to its end. Throws where a promise is broken. */
export const live = async ({ rules, steps, ending }: History): Promise<World> => {
  const world = new World(rules);
  const checks = new Checks(world);
  for (const step of steps) await take(step, world, checks);
  await end(ending, world, checks);
  checks.atEnd();
  return world;
};

const take = async (step: Step, world: World, checks: Checks): Promise<void> => {
  switch (step.kind) {
    case 'traffic': {
      const banks = step.bank === 'all' ? [...Array(BANKS).keys()] : [step.bank];
      for (const bank of banks) world.traffic.set(world.ruleAt(step.rule).stream, bank, step.course);
      return;
    }
    case 'trouble':
      turn(broken, step.rule, world);
      for (let count = 0; count < step.ticks; count++) await tick(1, world, checks);
      turn(calm, step.rule, world);
      for (const minutes of [1, 1, step.calmMinutes]) await tick(minutes, world, checks);
      return;
    case 'ticks':
      for (let count = 0; count < step.count; count++) await tick(1, world, checks);
      return;
    case 'gap':
      return tick(step.minutes, world, checks);
    case 'again':
      return checks.after(await world.invoke());
    case 'twins': {
      world.pass(1);
      const second = turnsOf(step.lag).then(() => world.invoke(slow(step.pace)));
      checks.after(...(await Promise.all([world.invoke(), second])));
      return world.topic.tickEnded();
    }
    case 'crash': {
      world.pass(1);
      checks.after(await world.invoke(failing(step.call, step.when, step.dies)));
      if (step.retried) checks.after(await world.invoke());
      return world.topic.tickEnded();
    }
    case 'outage':
      return world.topic.fail(step.ticks);
    case 'refusal':
      return world.topic.refuseNext(step.forms);
    case 'silence':
      return world.silence(step.rule, step.bank, step.minutes);
    case 'expire':
      return world.expire(step.nth);
    case 'limit':
      return world.limit(step.rule, step.variant);
    case 'rule':
      return world.toggle(step.rule);
  }
};

const turn = (course: Course, rule: number, world: World): void => {
  for (let bank = 0; bank < BANKS; bank++) world.traffic.set(world.ruleAt(rule).stream, bank, course);
};

const tick = async (minutes: number, world: World, checks: Checks): Promise<void> => {
  world.pass(minutes);
  checks.after(await world.invoke());
  world.topic.tickEnded();
};

/**
 * Minutes until each tick of the ending: out of every window, past the recovery, past the time in which a breach reopens
 * and in which one that flaps is not yet called over, past the day after which events that stopped let go.
 */
const endingMinutes = [1, 1, 61, 1, 11, 1, 31, 1, 31, 1_441, 1, 31, 31, 1, 1, 1, 1, 1] as const;

const end = async (how: History['ending'], world: World, checks: Checks): Promise<void> => {
  world.topic.mend();
  await world.expire();
  for (let stream = 0; stream < STREAMS; stream++) {
    // A volume without events is broken for as long as there are none.
    const isWatched = world.rules.some((rule) => rule.stream === stream && rule.kind === 'volume');
    for (let bank = 0; bank < BANKS; bank++)
      world.traffic.set(stream, bank, isWatched || how === 'calm' ? calm : { ...calm, flow: 'stopped' });
  }
  for (const minutes of endingMinutes) {
    if (world.isQuiet) return;
    await tick(minutes, world, checks);
  }
};
