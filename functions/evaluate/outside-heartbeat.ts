import { seconds } from '../../shared/core/units.ts';
import { logger, safeError } from '../telemetry.ts';

const PATIENCE = seconds(3);

/**
 * Tells a service outside AWS that the heart beats. Our own alarm lies in the Region that it watches over; four times
 * since 2020 the two failed together. That the outside can't be reached is no fault of the tick.
 */
export const outsideHeartbeat = (url: string) => async (): Promise<void> => {
  try {
    const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) logger.warn('the outside heartbeat was not taken', { status: response.status });
  } catch (error) {
    logger.warn('the outside heartbeat could not be reached', { error: safeError(error) });
  }
};
