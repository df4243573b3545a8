import type { Counts } from './counts.ts';

/** The limit that every rule of this bench watches, and what is normal. */
export const LIMIT = 0.05;
export const NORMAL = 0.02;

/** A rule begins to fire, or ends to. `at`: the tick that says so, which knows the minutes before it. */
export interface Turn {
  readonly at: number;
  readonly firing: boolean;
}

/** Reads minute by minute, in order, and only as far as it is asked to. */
export type Rule = (counts: Counts) => Iterable<Turn>;

/** How often it begins to fire after a tick. */
export const openingsOf = (turns: Iterable<Turn>, after = 0): number => {
  let openings = 0;
  for (const { at, firing } of turns) if (firing && at > after) openings++;
  return openings;
};

/** Ticks from `after` until it fires; one that fires already is told at the first. Infinity: never. */
export const untilTold = (turns: Iterable<Turn>, after: number): number => {
  let fires = false;
  for (const { at, firing } of turns) {
    if (at > after) {
      if (fires) break;
      if (firing) return at - after;
    }
    fires = firing;
  }
  return fires ? 1 : Number.POSITIVE_INFINITY;
};

/** What became of an incident from `from` to `to - 1`. */
export interface Course {
  readonly told: boolean;
  /** How often it was called over while it went on. */
  readonly falseEnds: number;
  /** Minutes from its end until the rule no longer fires; Infinity: never. */
  readonly untilOver: number;
}

export const courseOf = (turns: Iterable<Turn>, from: number, to: number): Course => {
  let fires = false;
  let told = false;
  let falseEnds = 0;
  for (const { at, firing } of turns) {
    if (at > to) {
      if (!fires) break;
      return { told: true, falseEnds, untilOver: at - to };
    }
    if (at > from) {
      told ||= fires || firing;
      if (!firing) falseEnds++;
    }
    fires = firing;
  }
  return { told: told || fires, falseEnds, untilOver: fires ? Number.POSITIVE_INFINITY : 0 };
};
