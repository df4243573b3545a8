import { expect, it } from 'vitest';
import { httpPost, postWithin } from '../../../functions/forward/post.ts';
import { durationMs, seconds } from '../../../shared/core/units.ts';
import { type Script, startService } from './service.ts';

const patient = new AbortController().signal;
const send = async (script: Script, post = httpPost, signal = patient) => {
  const service = await startService(script);
  const answer = post({ url: `${service.url}/x`, headers: { 'Content-Type': 'text/plain' }, body: 'hello' }, signal);
  return { service, answer };
};

it('posts, and answers with what came back', async () => {
  const { service, answer } = await send(() => ({ status: 202, body: 'taken' }));
  expect(await answer).toEqual({ status: 202, body: 'taken' });
  expect(service.received).toEqual([expect.objectContaining({ method: 'POST', body: 'hello' })]);
});

it.each([
  ['30', 30_000],
  ['0.5', 500],
  ['0', undefined],
  ['-1', undefined],
  ['Mon, 02 Mar 2026 09:01:00 GMT', undefined],
  ['soon', undefined],
])('reads Retry-After: %s', async (header, retryAfter) => {
  const { answer } = await send(() => ({ status: 429, headers: { 'Retry-After': header } }));
  expect((await answer).retryAfter).toBe(retryAfter);
});

it('tries once more at once where the connection broke', async () => {
  const { service, answer } = await send((_, count) => (count === 1 ? 'reset' : { status: 202 }));
  expect((await answer).status).toBe(202);
  expect(service.received).toHaveLength(2);
});

it('and not a third time', async () => {
  const { service, answer } = await send(() => 'reset');
  await expect(answer).rejects.toThrow('fetch failed');
  expect(service.received).toHaveLength(2);
});

it('gives up after its time, and does not wait for it twice', async () => {
  const { service, answer } = await send(() => 'hang', postWithin(durationMs(50)));
  await expect(answer).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }));
  expect(service.received).toHaveLength(1);
});

it('gives up when the time of the invocation is over', async () => {
  const { answer } = await send(() => 'hang', postWithin(seconds(60)), AbortSignal.timeout(50));
  await expect(answer).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }));
});

it('follows no redirect: a secret stays with the host that it was meant for', async () => {
  const { service, answer } = await send(() => ({ status: 302, headers: { Location: '/elsewhere' } }));
  expect((await answer).status).toBe(302);
  expect(service.received).toHaveLength(1);
});

it('reads only the beginning of a long answer', async () => {
  const { answer } = await send(() => ({ status: 400, body: 'x'.repeat(1_000_000) }));
  expect((await answer).body).toBe('x'.repeat(4096));
});
