import { Identity } from './invariants/identity.ts';
import { checkLooks } from './invariants/looks.ts';
import { Proofs } from './invariants/proofs.ts';
import { checkSilence } from './invariants/silence.ts';
import { Stories } from './invariants/stories.ts';
import { checkTick } from './invariants/ticks.ts';
import type { Call, Effect } from './record.ts';
import type { World } from './world.ts';

/** What holds of every history. Throws with the promise that was broken. */
export class Checks {
  readonly #world: World;
  readonly #proofs: Proofs;
  readonly #stories = new Stories();
  readonly #identity = new Identity();
  #seen = 0;

  constructor(world: World) {
    this.#world = world;
    this.#proofs = new Proofs(world);
  }

  /** Of calls that were under way at once, and have ended. */
  after(...calls: readonly Call[]): void {
    for (const call of calls) this.#proofs.begun(call);
    const effects = this.#world.log.effects.slice(this.#seen);
    this.#seen += effects.length;
    for (const effect of effects) this.#follow(effect);
    for (const call of calls) checkTick(call, effects);
  }

  atEnd(): void {
    this.#stories.atEnd(this.#world.log);
  }

  #follow(effect: Effect): void {
    switch (effect.kind) {
      case 'saved':
        this.#identity.saved(effect);
        checkLooks(effect);
        checkSilence(effect);
        return this.#stories.saved(effect);
      case 'archived':
        this.#identity.archived(effect.incident);
        return this.#stories.archived(effect);
      case 'aside':
        return this.#stories.aside(effect);
      case 'sent':
      case 'refused':
        this.#proofs.sent(effect);
        return this.#stories.sent(effect);
    }
  }
}
