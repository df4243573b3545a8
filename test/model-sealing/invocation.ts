import { type Random, seededRandom } from '../../cli/demo/random.ts';
import { addMs, type DurationMs, durationMs, type EpochMs } from '../../shared/core/units.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Timeline } from './timeline.ts';

/**
 * What happens to the call numbered `call` of an invocation. `lost` and `unanswered` are its end: before the request left,
 * and after. `refused` and `answer lost` are errors that it hears of, whether or not the store did as it was told. `held`
 * and `answer held` take `hold` longer, as where a process stands still.
 */
export interface Fault {
  readonly call: number;
  readonly how: 'lost' | 'unanswered' | 'refused' | 'answer lost' | 'held' | 'answer held';
  readonly hold: DurationMs;
}

export interface Conditions {
  /** Of everything that is left to chance. */
  readonly seed: number;
  /** The longest that a request or its answer is on its way; most take far less. */
  readonly slowest: DurationMs;
  /** By how much its clock is ahead. */
  readonly skew: DurationMs;
  readonly fault: Fault | undefined;
}

const writes = new Set(['put', 'advance', 'mark', 'remove', 'save', 'archive', 'setAside', 'publish']);

/** A function as Lambda runs it: each call of a port takes time both ways, may come twice, may be its last. */
export class Invocation {
  readonly clock: Clock;
  readonly #timeline: Timeline;
  readonly #conditions: Conditions;
  readonly #random: Random;
  readonly #endsAt: EpochMs;
  #calls = 0;
  #isDead = false;

  constructor(timeline: Timeline, timeout: DurationMs, conditions: Conditions) {
    this.#timeline = timeline;
    this.#conditions = conditions;
    this.#random = seededRandom(conditions.seed);
    this.#endsAt = addMs(timeline.now, timeout);
    this.clock = { now: () => addMs(timeline.now, conditions.skew) };
  }

  get #isOver(): boolean {
    return this.#isDead || this.#timeline.now > this.#endsAt;
  }

  /** The port as this invocation sees it. */
  through<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, method, receiver): unknown => {
        const original: unknown = Reflect.get(target, method, receiver);
        if (typeof original !== 'function') return original;
        return (...args: unknown[]): Promise<unknown> =>
          this.call(() => Reflect.apply(original, target, args) as Promise<unknown>, writes.has(String(method)));
      },
    });
  }

  /** An end is an answer that never comes. */
  call<Answer>(effect: () => Promise<Answer>, isWrite: boolean): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const { fault: planned } = this.#conditions;
    const fault = planned?.call === ++this.#calls ? planned.how : undefined;
    const holdAt = (how: Fault['how']): number => (fault === how ? (planned?.hold ?? 0) : 0);
    if (this.#isOver) return promise;
    const answer = (settle: () => void): void =>
      this.#later(() => {
        if (!this.#isOver) settle();
      }, holdAt('answer held'));
    if (fault === 'lost') {
      this.#isDead = true;
    } else if (fault === 'refused') {
      answer(() => reject(new Error('refused')));
    } else {
      if (fault === 'unanswered') this.#isDead = true;
      const answered = (result: Answer): void =>
        answer(() => (fault === 'answer lost' ? reject(new Error('the answer was lost')) : resolve(result)));
      this.#send(effect, isWrite, holdAt('held'), answered);
    }
    return promise;
  }

  /** A write whose answer was slow is sent again: either of the two may arrive first, and be the one that is answered. */
  #send<Answer>(
    effect: () => Promise<Answer>,
    isWrite: boolean,
    hold: number,
    answered: (result: Answer) => void,
  ): void {
    const isTwice = isWrite && this.#random.chance(0.08);
    const answering = isTwice && this.#random.chance(0.5) ? 2 : 1;
    const arrive = (copy: number): void =>
      this.#later(() => {
        // What is on its way when the time is over may arrive as little as what was not sent.
        if (this.#timeline.now > this.#endsAt) return;
        void effect().then((result) => {
          if (isTwice && copy === 1) arrive(2);
          return copy === answering ? answered(result) : undefined;
        });
      }, hold);
    arrive(1);
  }

  #later(happen: () => void, hold: number): void {
    const wait = Math.ceil(this.#conditions.slowest * this.#random.next() ** 3);
    this.#timeline.in(durationMs(wait + hold), happen);
  }
}
