import { evidenceDefaults } from '../evidence/constants.ts';
import { durationMs, type DurationMs, MS_PER_MINUTE, ratio } from '../units.ts';
import type { Evidence } from './guardrail.ts';
import { parseDuration } from './quantity.ts';
import type { RawCounted } from './schema.ts';

export const evidenceOf = (raw: RawCounted): Evidence =>
  raw.evidence === 'none'
    ? {
        kind: 'none',
        windowMinutes: durationOf(raw.window) / MS_PER_MINUTE,
        // A volume compares no events too: they are 0 a minute.
        minEvents: raw.kind === 'volume' ? 0 : (raw.minEvents ?? 1),
        for: durationOf(raw.for),
        keepFiringFor: durationOf(raw.keepFiringFor),
      }
    : {
        kind: 'proof',
        breach: ratio(raw.evidence?.breach ?? evidenceDefaults.breach),
        clear: ratio(raw.evidence?.clear ?? evidenceDefaults.clear),
      };

/** A duration that the schema has seen; none is 0. */
export const durationOf = (text: string | undefined): DurationMs =>
  (text === undefined ? undefined : parseDuration(text)) ?? durationMs(0);
