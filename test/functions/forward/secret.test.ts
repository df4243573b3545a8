import { expect, it } from 'vitest';
import { virtualClock } from '../../../cli/local/virtual-clock.ts';
import { secretNamed } from '../../../functions/forward/secret.ts';
import { memorySecrets } from '../../../shared/adapters/memory/secrets.ts';
import { budgets } from '../../../shared/budgets.ts';
import { addMs, durationMs } from '../../../shared/core/units.ts';
import { NOW } from '../../support/builders.ts';

const aSecret = (value: string) => {
  const values = new Map([['/parapet/slack', value]]);
  const clock = virtualClock(NOW);
  let reads = 0;
  const store = memorySecrets(values);
  const counting = { read: (name: string) => (reads++, store.read(name)) };
  return { values, clock, secret: secretNamed('/parapet/slack', counting, clock), reads: () => reads };
};

it('a secret is read once for many messages', async () => {
  const { secret, reads } = aSecret('s');
  for (let message = 0; message < 5; message++) expect(await secret.read()).toBe('s');
  expect(reads()).toBe(1);
});

it('a secret that was changed is used when the old one was kept long enough', async () => {
  const { secret, values, clock } = aSecret('old');
  await secret.read();
  values.set('/parapet/slack', 'new');
  clock.set(addMs(NOW, durationMs(budgets.secretKept - 1)));
  expect(await secret.read()).toBe('old');
  clock.set(addMs(NOW, budgets.secretKept));
  expect(await secret.read()).toBe('new');
});

it('a secret that was changed is used at once where it is asked for anew', async () => {
  const { secret, values } = aSecret('old');
  await secret.read();
  values.set('/parapet/slack', 'new');
  expect(await secret.readAgain()).toBe('new');
  expect(await secret.read()).toBe('new');
});

it('a line break that a file left at its end is no part of it', async () => {
  expect(await aSecret('s\n').secret.read()).toBe('s');
});

it('one that is not there fails each time, and is there as soon as it is', async () => {
  const { secret, values } = aSecret('s');
  values.clear();
  await expect(secret.read()).rejects.toThrow('/parapet/slack: expected a parameter with a value, found none');
  values.set('/parapet/slack', 's');
  expect(await secret.read()).toBe('s');
});
