import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import type { RenderedMessage } from '../../shared/core/message/rendered.ts';
import type { Publisher, PublishOutcome } from '../../shared/ports/publisher.ts';
import { isMinimal } from './facts.ts';

/** In full, in both forms, or the next digest: its notifications then go out one by one. */
export type Refusal = 'full' | 'both' | 'digest';

/**
 * SNS as it can be: out of reach for some ticks, or refusing a message. What it refuses it refuses each time, and what it
 * took once it takes again: that depends on the message and on nothing else.
 */
export class Topic {
  readonly #refuses = new Map<string, Refusal | 'none'>();
  #next: Refusal | 'none' = 'none';
  #down = 0;

  readonly publisher: Publisher = memoryPublisher((message) => this.#decide(message));

  fail(ticks: number): void {
    this.#down = ticks;
  }

  refuseNext(forms: Refusal): void {
    this.#next = forms;
  }

  get isDown(): boolean {
    return this.#down > 0;
  }

  tickEnded(): void {
    this.#down = Math.max(0, this.#down - 1);
  }

  mend(): void {
    this.#down = 0;
    this.#next = 'none';
  }

  #decide(message: RenderedMessage): PublishOutcome {
    if (this.#down > 0) throw new Error('SNS is out of reach');
    const key = message.attributes['dedupKey'] ?? '';
    const waits = this.#next === 'digest' && !key.startsWith('digest#');
    const refuses = this.#refuses.get(key) ?? (waits ? 'none' : this.#next);
    if (!this.#refuses.has(key)) {
      this.#refuses.set(key, refuses);
      if (!waits) this.#next = 'none';
    }
    const isRefused = refuses === 'both' || (refuses !== 'none' && !isMinimal(message));
    return isRefused ? { kind: 'refused', reason: 'InvalidParameter' } : { kind: 'sent' };
  }
}
