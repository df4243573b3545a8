import type { KnownGuardrails } from '../../shared/core/silence/new-silence.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { SYNTHETIC_GUARDRAIL } from '../../shared/core/guardrail/own.ts';
import { readText } from '../files.ts';
import type { Place } from '../place/place.ts';

/**
 * The guardrails that there are, so that a typo does not silence nothing: those that run at the place, or else those of the
 * rules file. Undefined where neither can be read: at 3 a.m. that must not be in the way.
 */
export const knownGuardrails = async (place: Place, file: string): Promise<KnownGuardrails | undefined> => {
  if (place.guardrails !== undefined) return { ids: place.guardrails, source: 'those that are running' };
  const loaded = await readText(file).then(
    (text) => loadGuardrails(text, file),
    () => undefined,
  );
  if (loaded?.ok !== true) return undefined;
  return { ids: [...loaded.guardrails.map(({ id }) => id), SYNTHETIC_GUARDRAIL], source: file };
};
