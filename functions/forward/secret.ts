import { budgets } from '../../shared/budgets.ts';
import { addMs, type EpochMs } from '../../shared/core/units.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { SecretStore } from '../../shared/ports/secrets.ts';

/** The one secret of a subscription. */
export interface Secret {
  read(): Promise<string>;
  /** As it is now, whatever was read before. */
  readAgain(): Promise<string>;
}

/** Kept for a while: a page is not to wait for it, and the store takes 40 reads a second from all of an account. */
export const secretNamed = (name: string, store: SecretStore, clock: Clock): Secret => {
  let kept: { readonly secret: string; readonly until: EpochMs } | undefined;
  const readAgain = async (): Promise<string> => {
    // A line break at the end is what a file or a paste leaves there.
    const secret = (await store.read(name)).trim();
    kept = { secret, until: addMs(clock.now(), budgets.secretKept) };
    return secret;
  };
  return {
    readAgain,
    read: async () => (kept !== undefined && clock.now() < kept.until ? kept.secret : readAgain()),
  };
};
