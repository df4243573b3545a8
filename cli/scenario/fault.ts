import type { Place } from '../../shared/core/guardrail/problem.ts';

/** What turns out to be wrong with a scenario only when its events are made. */
export class ScenarioFault extends Error {
  override readonly name = 'ScenarioFault';
  readonly place: Place;

  constructor(place: Place, message: string) {
    super(message);
    this.place = place;
  }
}
