import type { TickReport } from '../../shared/app/evaluate.ts';
import { addMs, type EpochMs, minutes, seconds } from '../../shared/core/units.ts';
import type { LocalSystem } from '../local/system.ts';
import type { VirtualClock } from '../local/virtual-clock.ts';
import type { Delivery } from './deliveries.ts';
import { scenario } from './scenario.ts';

/** The schedule calls a little after the minute, when the last batches of the minute are in. */
const tickDelay = seconds(2);

/**
 * Plays the batches into the system on its virtual clock: those of a minute first, each by its own road, and when all of
 * them have been handled, that minute's tick. So nothing depends on how fast this machine is.
 */
export async function* replay(
  system: LocalSystem,
  clock: VirtualClock,
  deliveries: readonly Delivery[],
): AsyncGenerator<TickReport> {
  const end = addMs(scenario.start, scenario.length);
  let next = 0;
  for (let due = addMs(scenario.start, minutes(1)); due <= end; due = addMs(due, minutes(1))) {
    const tickAt = addMs(due, tickDelay);
    for (let delivery = deliveries[next]; isBefore(delivery, tickAt); delivery = deliveries[++next]) {
      clock.set(delivery.sentAt);
      await deliver(system, delivery);
    }
    clock.set(tickAt);
    await system.drainQueue();
    yield await system.tick(due);
  }
}

const isBefore = (delivery: Delivery | undefined, time: EpochMs): delivery is Delivery =>
  delivery !== undefined && delivery.sentAt < time;

const deliver = async (system: LocalSystem, { via, contentType, body }: Delivery): Promise<void> => {
  if (via === 'queue') {
    await system.sendToQueue(body);
    return;
  }
  const response = await fetch(system.eventsUrl, { method: 'POST', headers: { 'content-type': contentType }, body });
  const answer = await response.text();
  if (response.status !== 202)
    throw new Error(`Expected the events API to accept a batch with 202, got ${response.status}: ${answer}`);
};
