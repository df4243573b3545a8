import * as z from 'zod/mini';
import { epochMs, type EpochMs } from '../units.ts';
import type { Silence } from './silence.ts';

const time = z.pipe(z.int(), z.transform(epochMs));

const stored = z.object({
  id: z.string(),
  guardrails: z.array(z.string()),
  match: z.array(z.string()),
  period: z.object({ kind: z.literal('once'), from: time, until: time }),
  by: z.string(),
  why: z.string(),
});

export const encodeSilence = (silence: Silence): string => JSON.stringify(silence);

/** Throws for what is no silence: half a silence might cover everything, or nothing. */
export const decodeSilence = (id: string, text: string): Silence => {
  try {
    return stored.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`SILENCE ${id}: expected a silence as parapet silence add writes it; delete the item`, {
      cause: error,
    });
  }
};

/** When a silence that was set by hand ends. One that comes back each week has no end to keep it by. */
export const endOf = ({ id, period }: Silence): EpochMs => {
  if (period.kind === 'once') return period.until;
  throw new Error(`${id}: expected a silence with an end; one that comes back each week belongs in guardrails.yaml`);
};
