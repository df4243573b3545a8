import { ingest, type IngestDependencies } from '../shared/app/ingest.ts';
import { countIngest } from './ingest-metrics.ts';
import { logger, safeError } from './telemetry.ts';

/** What became of a batch for whose answer nobody waits. The reasons hold no value of an event. */
export type Taken =
  | { readonly kind: 'whole' }
  /** Some events of it are invalid and will always be; the others are stored. */
  | { readonly kind: 'in part'; readonly reason: string }
  /** It can't be read, now or ever. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Some of it may not be stored: it must be taken again, which counts nothing twice. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Where a batch came from, as a log may say it: ids of the transport, nothing that a producer chose. */
export type Origin = Readonly<Record<string, string>>;

/** Stores what a queue or a stream delivered. */
export const takeBatch = async (
  dependencies: IngestDependencies,
  text: string,
  origin: Origin,
  signal: AbortSignal,
): Promise<Taken> => {
  const outcome = await ingest(dependencies, text, 'either', signal).catch((error: unknown): never => {
    // Powertools keeps what a record throws to itself.
    logger.error('batch was not taken', { ...origin, error: safeError(error) });
    throw error;
  });
  countIngest(outcome);
  switch (outcome.kind) {
    case 'refused':
      return { kind: 'refused', reason: `${outcome.refusal.code}: ${outcome.refusal.message}` };
    case 'unavailable':
      return { kind: 'unavailable', reason: 'unavailable: the segments were not stored' };
    case 'stored': {
      const { rejected, errors } = outcome.report;
      if (rejected === 0) return { kind: 'whole' };
      const first = `${errors[0]?.code ?? ''} ${errors[0]?.message ?? ''}`;
      return { kind: 'in part', reason: `${rejected} invalid events; the first: ${first}` };
    }
  }
};
