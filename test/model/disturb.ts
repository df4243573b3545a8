import { brittle } from '../support/world.ts';
import type { Disturbance } from './world.ts';

/** The call numbered `call`, over all ports, fails before or after its effect; where the process `dies`, so do all after it. */
export const failing = (call: number, when: 'before' | 'after', dies: boolean): Disturbance => {
  let calls = 0;
  const fails = (): 'before' | 'after' | undefined => {
    calls++;
    if (calls === call) return when;
    return dies && calls > call ? 'before' : undefined;
  };
  return { fails: true, disturb: (port) => brittle(port, fails) };
};

/** Every call takes so many turns longer. */
export const slow = (turns: number): Disturbance => ({
  fails: false,
  disturb: (port) =>
    new Proxy(port, {
      get: (target, method, receiver): unknown => {
        const original: unknown = Reflect.get(target, method, receiver);
        if (typeof original !== 'function') return original;
        return async (...args: unknown[]): Promise<unknown> => {
          await turnsOf(turns);
          return Reflect.apply(original, target, args) as unknown;
        };
      },
    }),
});

export const turnsOf = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
};
