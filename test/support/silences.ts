import type { Silence } from '../../shared/core/silence/silence.ts';
import { addMs, hours } from '../../shared/core/units.ts';
import { NOW } from './builders.ts';

/** A silence of everything, for an hour from NOW on. */
export const aSilence = (overrides: Partial<Silence> = {}): Silence => ({
  id: 'b7a1f3c2d4',
  guardrails: [],
  match: [],
  period: { kind: 'once', from: NOW, until: addMs(NOW, hours(1)) },
  by: 'anna',
  why: 'database upgrade',
  ...overrides,
});
