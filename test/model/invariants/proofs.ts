import { isEnd, type NotificationReason } from '../../../shared/core/incident/notification.ts';
import type { Level } from '../../../shared/core/guardrail/guardrail.ts';
import type { FactOfGroup, Facts } from '../facts.ts';
import type { Call, Sent } from '../record.ts';
import type { World } from '../world.ts';
import { hold } from './fail.ts';

/** News of this tick: what it says must have been seen by this tick's own look. */
const fresh: ReadonlySet<NotificationReason> = new Set(['opened', 'reopened', 'escalated']);

/** Nothing is called broken without a breach: the counts are those of the traffic, and lie beyond a limit that was in force. */
export class Proofs {
  readonly #world: World;
  readonly #levels = new Map<string, readonly Level[]>();
  readonly #silencedAt = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  begun({ guardrails, silences, minute }: Call): void {
    for (const { id, levels } of guardrails) {
      const key = `${id}@${minute}`;
      // A tick that was tried twice may have had two rules.
      this.#levels.set(key, [...(this.#levels.get(key) ?? []), ...levels]);
      if (silences.some((silence) => silence.guardrails.length === 0 || silence.guardrails.includes(id)))
        this.#silencedAt.set(id, minute);
    }
  }

  sent({ told, minimal, kind }: Sent): void {
    if (kind === 'refused') return;
    for (const facts of told) {
      // A minimal message has no members, and does not say whose its peak was.
      for (const fact of minimal ? [] : [...facts.members, facts.peak]) {
        this.#counted(fact, facts);
        if (!isEnd(facts.reason) || fact === facts.peak) this.#beyond(fact, facts);
      }
      if (!minimal && fresh.has(facts.reason)) this.#seenNow(facts);
    }
  }

  #counted({ group, from, to, bad, total }: FactOfGroup, facts: Facts): void {
    const stream = this.#world.streamOf(facts.guardrail);
    const counted = this.#world.traffic.sum(stream, group, from, to);
    const expected = this.#isVolume(facts) ? { bad: 0, total: counted.total } : counted;
    hold(expected.bad === bad && expected.total === total, 'a message has the counts of the traffic', () => ({
      expected,
      group,
      facts,
    }));
  }

  #beyond({ from, to, bad, total, rate, limit }: FactOfGroup, facts: Facts): void {
    const value = this.#isVolume(facts) ? total / (to - from) : bad / total;
    hold(
      value === rate && (this.#isVolume(facts) ? value < limit : value > limit),
      'what is called broken lies beyond its limit',
      () => ({ value, rate, limit, facts }),
    );
    const inForce = this.#levels.get(`${facts.guardrail}@${this.#tickOf(to, facts)}`) ?? [];
    hold(
      inForce.some((level) => level.rate === limit),
      'the limit was in force when it was tested',
      () => ({ inForce, facts }),
    );
  }

  /** What waited, in an outbox or for the end of a silence, is told later than it was seen. */
  #seenNow(facts: Facts): void {
    if (facts.merged > 0 || (this.#silencedAt.get(facts.guardrail) ?? -1) >= facts.openedAt) return;
    hold(
      facts.members.some(({ to }) => this.#tickOf(to, facts) === facts.at),
      `${facts.reason} comes at a tick whose own look was in breach`,
      () => facts,
    );
  }

  /** The tick that tested a window: of a volume the newest minute is left out. */
  #tickOf(to: number, facts: Facts): number {
    return this.#isVolume(facts) ? to + 1 : to;
  }

  #isVolume({ guardrail }: Facts): boolean {
    return this.#world.kindOf(guardrail) === 'volume';
  }
}
