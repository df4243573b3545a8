import { beforeEach, describe, expect, it } from 'vitest';
import { budgets } from '../../../shared/budgets.ts';
import type { IncidentStore } from '../../../shared/ports/incidents.ts';
import { addMs, minutes } from '../../../shared/core/units.ts';
import { newState } from '../../../shared/core/incident/state.ts';
import { NOW } from '../../support/builders.ts';
import { captureLogs } from '../../support/logs.ts';
import { aNotification, aVolumeNotification } from '../../support/notifications.ts';
import { alarm, envelope, told, toldTogether } from './deliveries.ts';
import { PARAMETER, secretsOf, startForwarding } from './forwarding.ts';
import type { Script } from './service.ts';

let logged: () => string;
beforeEach(() => {
  logged = captureLogs();
});

/** Answers as the services document them. */
const answers = {
  pagerDuty: {
    ok: { status: 202, body: '{"status":"success","message":"Event processed","dedup_key":"k"}' },
    refusal: {
      status: 400,
      body: `{"status":"invalid event","message":"Event object is invalid","errors":["'payload.severity' is invalid"]}`,
    },
    reason: "answered 400: 'payload.severity' is invalid",
    overload: { status: 429 },
  },
  opsgenie: {
    ok: { status: 202, body: '{"result":"Request will be processed","took":0.302,"requestId":"43a2"}' },
    refusal: { status: 422, body: '{"message":"Request body is not processable.","took":0.001,"requestId":"1"}' },
    reason: 'answered 422: Request body is not processable.',
    overload: { status: 429, body: '{"message":"You are making too many requests!"}' },
  },
  slack: {
    ok: { status: 200, body: 'ok' },
    refusal: { status: 410, body: 'channel_is_archived' },
    reason: 'answered 410: channel_is_archived',
    overload: { status: 429, headers: { 'Retry-After': '30' } },
  },
  webhook: {
    ok: { status: 204 },
    refusal: { status: 413, body: 'CRITICAL is too large' },
    reason: 'answered 413',
    overload: { status: 503, headers: { 'Retry-After': '30' } },
  },
} as const;

const kinds = Object.keys(answers) as (keyof typeof answers)[];
const always =
  (answer: ReturnType<Script>): Script =>
  () =>
    answer;

describe.each(kinds)('%s', (kind) => {
  const { ok, refusal, reason, overload } = answers[kind];
  const start = (script: Script) => startForwarding({ kind, script });

  it('that takes a message has it once', async () => {
    const { deliver, service, queue } = await start(always(ok));
    expect(await deliver(told(aNotification()))).toBe(true);
    expect(service.received).toHaveLength(1);
    expect([queue.waits.size, queue.aside.length]).toEqual([0, 0]);
  });

  it.each<[string, ReturnType<Script>]>([
    ['is overloaded', overload],
    ['has an error of its own', { status: 500 }],
    ['is down behind its load balancer', { status: 503, body: '<html>' }],
    ['breaks the connection', 'reset'],
  ])('that %s gets the message again after a while', async (_, answer) => {
    const { deliver, queue } = await start(always(answer));
    expect(await deliver(told(aNotification()))).toBe(false);
    expect([...queue.waits.keys()]).toEqual(['receipt-0']);
    expect(queue.aside).toEqual([]);
    expect(logged()).toContain('alert was not taken and comes again');
  });

  it('that hangs gets the message again, and the function is not cut off', async () => {
    const { deliver, queue } = await start(always('hang'));
    expect(await deliver(told(aNotification()), 1, budgets.forwardReserve + 50)).toBe(false);
    expect([...queue.waits.values()]).toEqual([budgets.forwardFirstWait]);
    expect(logged()).toContain('TimeoutError');
  });

  it('that refuses a message has it put aside at once, with the reason, and not again', async () => {
    const { deliver, service, queue } = await start(always(refusal));
    const body = told(aNotification());
    expect(await deliver(body)).toBe(true);
    expect(service.received).toHaveLength(1);
    expect(queue.aside).toEqual([{ body, reason }]);
    expect(logged()).toContain('alert was refused and put aside');
  });

  it('gets it with a secret that was changed since, where the old one is refused', async () => {
    const changed = {
      ...secretsOf,
      pagerDuty: 'f'.repeat(32),
      opsgenie: 'another',
      slack: `${secretsOf.slack}2`,
      webhook: `${secretsOf.webhook}2`,
    }[kind];
    const { deliver, secrets, service, queue } = await start(({ url, headers, body }) =>
      [url, headers.get('authorization'), body].join(' ').includes(changed.replace(/^https:\/\/[^/]+/, ''))
        ? ok
        : refusal,
    );
    await deliver(told(aNotification()));
    expect(queue.aside).toHaveLength(1);
    secrets.set(PARAMETER, changed);
    expect(await deliver(told(aNotification()))).toBe(true);
    expect(queue.aside).toHaveLength(1);
    expect(service.received).toHaveLength(3);
  });

  it('gets an alarm on Parapet itself', async () => {
    const { deliver, service } = await start(always(ok));
    expect(await deliver(alarm())).toBe(true);
    expect(service.received[0]?.body).toContain('SelfWatchHeartbeat');
  });

  it('has its secret in no line of the log, whatever happens', async () => {
    for (const script of [always(ok), always(refusal), always(overload), always('reset')]) {
      const { deliver } = await start(script);
      await deliver(told(aNotification()));
    }
    const { deliver, secrets } = await start(always(ok));
    secrets.set(PARAMETER, 'sec ret');
    await deliver(told(aNotification()));
    expect(logged()).toContain('alert was refused');
    for (const secret of [secretsOf[kind], 'sec ret']) expect(logged()).not.toContain(secret);
  });

  it('has no name from outside in the log', async () => {
    const { deliver } = await start(always(refusal));
    await deliver(told(aNotification()));
    expect(logged()).not.toContain('icbc');
  });
});

describe('a message that is tried again', () => {
  it('waits longer each time', async () => {
    const { deliver, queue } = await startForwarding({ kind: 'pagerDuty', script: always({ status: 500 }) });
    const waits: (number | undefined)[] = [];
    for (const receives of [1, 2, 3, 8, 9, 300]) {
      await deliver(told(aNotification()), receives);
      waits.push(queue.waits.get('receipt-0'));
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 640_000, 900_000, 900_000]);
  });

  it('waits as long as Slack asks for', async () => {
    const { deliver, queue } = await startForwarding({ kind: 'slack', script: always(answers.slack.overload) });
    await deliver(told(aNotification()));
    expect(queue.waits.get('receipt-0')).toBe(30_000);
  });

  it('passes a day later as on the first try', async () => {
    let isDown = true;
    const script: Script = () => (isDown ? { status: 503 } : answers.pagerDuty.ok);
    const { deliver, bodies } = await startForwarding({ kind: 'pagerDuty', script });
    expect(await deliver(told(aNotification()), 1)).toBe(false);
    isDown = false;
    expect(await deliver(told(aNotification()), 100)).toBe(true);
    const [first, last] = bodies();
    expect(last).toEqual(first);
  });

  it('is kept where its wait can not be set: the queue has one of its own', async () => {
    const queue = { comeAgain: () => Promise.reject(new Error('throttled')), setAside: () => Promise.resolve() };
    const { deliver } = await startForwarding({ kind: 'slack', script: always('reset'), dependencies: { queue } });
    expect(await deliver(told(aNotification()))).toBe(false);
    expect(logged()).toContain('the wait of an alert could not be set');
  });

  it('is kept where it can not be put aside', async () => {
    const queue = { comeAgain: () => Promise.resolve(), setAside: () => Promise.reject(new Error('throttled')) };
    const script = always(answers.slack.refusal);
    const { deliver } = await startForwarding({ kind: 'slack', script, dependencies: { queue } });
    expect(await deliver(told(aNotification()))).toBe(false);
  });

  it('is kept where the secret is not there yet', async () => {
    const { deliver, secrets, queue } = await startForwarding({ kind: 'slack', script: always(answers.slack.ok) });
    secrets.clear();
    expect(await deliver(told(aNotification()))).toBe(false);
    expect(queue.aside).toEqual([]);
    expect(logged()).toContain(`${PARAMETER}: expected a parameter with a value, found none`);
    secrets.set(PARAMETER, secretsOf.slack);
    expect(await deliver(told(aNotification()), 2)).toBe(true);
  });
});

describe('a message that nobody can read', () => {
  it('is put aside, and its service hears nothing', async () => {
    const { deliver, service, queue } = await startForwarding({
      kind: 'pagerDuty',
      script: always(answers.pagerDuty.ok),
    });
    expect(await deliver(envelope('hello'))).toBe(true);
    expect(service.received).toEqual([]);
    expect(queue.aside.map(({ reason }) => reason)).toEqual([
      'message: expected an alert of Parapet or an alarm of CloudWatch, got no JSON',
    ]);
  });
});

describe('a filter', () => {
  it('keeps from the service what is not asked for, and the message is done with', async () => {
    const { deliver, service } = await startForwarding({
      kind: 'pagerDuty',
      script: always(answers.pagerDuty.ok),
      subscription: { guardrails: ['payment-volume'] },
    });
    expect(await deliver(told(aNotification()))).toBe(true);
    expect(service.received).toEqual([]);
    expect(await deliver(told(aVolumeNotification()))).toBe(true);
    expect(service.received).toHaveLength(1);
  });

  it('takes out of a digest what is asked for', async () => {
    const { deliver, bodies } = await startForwarding({
      kind: 'pagerDuty',
      script: always(answers.pagerDuty.ok),
      subscription: { guardrails: ['payment-volume'] },
    });
    await deliver(toldTogether(aNotification(), aVolumeNotification()));
    expect(bodies().map(({ dedup_key }) => dedup_key)).toEqual([expect.stringContaining('/payment-volume-')]);
  });
});

describe('a digest', () => {
  const digest = toldTogether(aNotification(), aVolumeNotification());

  it('is tried again whole where one of it was not taken: a repeated event changes nothing', async () => {
    const script: Script = (_, count) => (count === 2 ? { status: 500 } : answers.pagerDuty.ok);
    const { deliver, bodies } = await startForwarding({ kind: 'pagerDuty', script });
    expect(await deliver(digest)).toBe(false);
    expect(await deliver(digest, 1)).toBe(true);
    const keys = bodies().map(({ dedup_key }) => dedup_key);
    expect(new Set(keys).size).toBe(2);
    expect(keys).toHaveLength(4);
  });

  it('of many is not tried to its end where the service is down: each would wait for its whole timeout', async () => {
    const { deliver, service } = await startForwarding({ kind: 'pagerDuty', script: always({ status: 503 }) });
    const many = Array.from({ length: 20 }, (_, index) => aNotification({ incident: `rule-${index}-20260302T0900Z` }));
    expect(await deliver(toldTogether(...many))).toBe(false);
    expect(service.received).toHaveLength(16);
  });

  it('of many asks the table for those that found no place in it', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      aNotification({
        incident: `rule-${index}-20260302T0900Z`,
        guardrail: { id: `rule-${index}`, name: 'A rule', kind: 'rate' },
      }),
    );
    const incidents = { readAll: async () => new Map() };
    const script = always(answers.pagerDuty.ok);
    const { deliver, bodies } = await startForwarding({ kind: 'pagerDuty', script, dependencies: { incidents } });
    expect(await deliver(toldTogether(...many))).toBe(true);
    expect(new Set(bodies().map(({ dedup_key }) => dedup_key)).size).toBe(60);
  });

  it('of many is tried again where the table can not be read', async () => {
    const many = Array.from({ length: 60 }, (_, index) => aNotification({ incident: `rule-${index}-20260302T0900Z` }));
    const incidents = { readAll: () => Promise.reject(new Error('throttled')) };
    const script = always(answers.pagerDuty.ok);
    const { deliver, service } = await startForwarding({ kind: 'pagerDuty', script, dependencies: { incidents } });
    expect(await deliver(toldTogether(...many))).toBe(false);
    expect(service.received).toEqual([]);
  });
});

describe('an opening that comes when its incident is over', () => {
  /** The table after the end: nothing is open of the guardrail. */
  const overNow: Pick<IncidentStore, 'readAll'> = {
    readAll: async () => new Map([['payment-failures', { state: newState('payment-failures'), rev: 9 }]]),
  };
  const much = { now: () => addMs(NOW, minutes(20)) };

  it.each([
    ['because it was tried before', 2, { now: () => NOW }],
    ['because it came late', 1, much],
  ])('pages nobody: %s', async (_, receives, clock) => {
    const script = always(answers.pagerDuty.ok);
    const { deliver, service } = await startForwarding({
      kind: 'pagerDuty',
      script,
      dependencies: { incidents: overNow, clock },
    });
    expect(await deliver(told(aNotification()), receives)).toBe(true);
    expect(service.received).toEqual([]);
    expect(logged()).toContain('not told, since the opposite has happened');
  });

  it('is told to a program all the same, which sorts by sequence', async () => {
    const { deliver, service } = await startForwarding({
      kind: 'webhook',
      script: always({ status: 200 }),
      dependencies: { incidents: overNow },
    });
    await deliver(told(aNotification()), 2);
    expect(service.received).toHaveLength(1);
  });

  it('pages where the table can not be read: rather a page too many than none', async () => {
    const incidents = { readAll: () => Promise.reject(new Error('throttled')) };
    const script = always(answers.pagerDuty.ok);
    const { deliver, service } = await startForwarding({ kind: 'pagerDuty', script, dependencies: { incidents } });
    expect(await deliver(told(aNotification()), 2)).toBe(true);
    expect(service.received).toHaveLength(1);
  });

  it('and the table is not asked for what comes in time', async () => {
    const incidents = { readAll: () => Promise.reject(new Error('nobody should ask')) };
    const script = always(answers.pagerDuty.ok);
    const { deliver } = await startForwarding({ kind: 'pagerDuty', script, dependencies: { incidents } });
    await deliver(told(aNotification()));
    expect(logged()).not.toContain('could not be read');
  });
});
