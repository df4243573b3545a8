import { describe, expect, it } from 'vitest';
import { IncidentLog } from '../../../cli/backtest/incident-log.ts';
import type { Incident } from '../../../shared/core/incident/incident.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { anIncident, aStep } from './steps.ts';

const at = (minute: number) => addMinutes(THIS_MINUTE, minute);
const log = (...incidents: readonly (Incident | undefined)[]): IncidentLog => {
  const seen = new IncidentLog();
  for (const [index, incident] of incidents.entries())
    seen.see(aStep(index + 1, incident === undefined ? {} : { incident }));
  return seen;
};
const open = (overrides: Partial<Incident> = {}): Incident => anIncident({ id: 'a', ...overrides });
const over = (): Incident => open({ status: 'resolved', resolvedAt: at(9) });

describe('the log of incidents', () => {
  it('has each as it was last seen, though it left the state', () => {
    const { incidents } = log(open({ sequence: 1 }), { ...over(), sequence: 2 }, undefined);
    expect(incidents).toMatchObject([{ id: 'a', guardrail: 'payment-failures', resolved: at(9), messages: 2 }]);
  });

  it('has the worst that it was, and how it went', () => {
    const [incident] = log(
      open({ severity: 'warning' }),
      open({ severity: 'critical' }),
      open({ severity: 'warning' }),
      { ...over(), severity: 'warning' },
    ).incidents;
    expect(incident?.severity).toBe('critical');
    expect(incident?.course).toEqual([
      { at: at(1), severity: 'warning' },
      { at: at(2), severity: 'critical' },
      { at: at(3), severity: 'warning' },
      { at: at(4), severity: 'over' },
    ]);
  });

  it('counts how often one was reopened, which is not over then', () => {
    const [incident] = log(open(), over(), open(), over(), open()).incidents;
    expect(incident?.reopenings).toBe(2);
    expect(incident).not.toHaveProperty('resolved');
  });

  it('has them in the order in which they opened', () => {
    const seen = log(open({ id: 'b', openedAt: at(5) }), open({ id: 'a', openedAt: at(2) }));
    expect(seen.incidents.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});
