import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { localAws } from '../../cli/local/aws-config.ts';
import { type LocalDynamoDb, startDynamoDb } from '../../cli/local/dynamodb.ts';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';
import { announce, announced } from '../../cli/local/running.ts';
import { dynamoClient, type Table } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { addMs, days, durationMs, epochMs, hours, minutes } from '../../shared/core/units.ts';
import { startCloudFormation } from '../support/cloudformation.ts';
import { aSilence } from '../support/silences.ts';
import { parapet, type Run } from './run.ts';

let folder: string;
let database: LocalDynamoDb;
let system: { readonly table: Table; readonly databaseEndpoint: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parapet-'));
  database = await startDynamoDb({ tableName: 'parapet' });
  const { endpoint, tableName } = database;
  system = { databaseEndpoint: endpoint, table: { client: dynamoClient(localAws(endpoint)), tableName } };
  await announce(folder, system, ['payment-failures', 'fraud']);
});
afterAll(async () => {
  system.table.client.destroy();
  await database.stop();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  // Each test begins without silences: those of others end long ago.
  const silences = dynamoSilences(system.table);
  const period = { kind: 'once', from: epochMs(0), until: epochMs(0) } as const;
  for (const silence of await silences.list(systemClock.now())) await silences.put({ ...silence, period });
});

const silence = (command: string, ...args: string[]): Promise<Run> =>
  parapet('silence', command, ...args, '--data', folder);
const wish = ['--guardrail', 'payment-failures', '--match', 'bank=icbc', '--for', '2h'];
const signed = ['--by', 'anna', '--why', 'database upgrade'];
const idIn = ({ stdout }: Run): string => /^id +([0-9a-f]{10})$/m.exec(stdout)?.[1] ?? 'no id';
const stored = () => dynamoSilences(system.table).list(systemClock.now());
const aFreePort = async (): Promise<number> => {
  const server = createServer();
  const port = await listenOnLoopback(server, 0);
  await closeServer(server);
  return port;
};
const minute = '\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2} UTC';

describe('parapet silence add', () => {
  it('stores a silence and prints what it covers, until when, and how to end it', async () => {
    const before = Date.now();
    const run = await silence('add', ...wish, ...signed);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(
      new RegExp(
        [
          'silenced  payment-failures: bank=icbc',
          `from      ${minute}`,
          `until     ${minute}`,
          'by        anna',
          'why       database upgrade',
          'id        ([0-9a-f]{10})',
          '',
          'It is judged all the same, and what is still broken then is told when the silence ends. To end it sooner:',
          `  npm run parapet -- silence expire \\1 --data ${folder}\n`,
        ].join('\n'),
      ),
    );
    const [found] = (await stored()).filter(({ id }) => id === idIn(run));
    expect(found).toMatchObject({
      guardrails: ['payment-failures'],
      match: ['bank=icbc'],
      by: 'anna',
      why: 'database upgrade',
    });
    if (found?.period.kind !== 'once') throw new Error('expected a silence with an end');
    expect(found.period.until - found.period.from).toBe(hours(2));
    expect(found.period.from).toBeGreaterThanOrEqual(before);
    expect(found.period.from).toBeLessThanOrEqual(Date.now());
  });

  it('takes several guardrails and values, and a start of its own', async () => {
    const from = new Date(Date.now() + hours(1)).toISOString();
    const several = ['--guardrail', 'fraud', '--match', 'method=qr', '--from', from];
    const run = await silence('add', ...wish, ...several, ...signed);
    expect(run.stdout).toContain('silenced  payment-failures, fraud: bank=icbc and method=qr\n');
    expect(await stored()).toContainEqual(
      expect.objectContaining({
        guardrails: ['payment-failures', 'fraud'],
        match: ['bank=icbc', 'method=qr'],
        period: { kind: 'once', from: Date.parse(from), until: Date.parse(from) + hours(2) },
      }),
    );
  });
});

describe('parapet silence add exits 2 and stores nothing', () => {
  const cases = new Map<string, [string[], string]>([
    ['without an end', [['--guardrail', 'fraud', ...signed], 'Expected --for <duration>']],
    ['for 31 days', [['--guardrail', 'fraud', '--for', '31d', ...signed], 'Expected --for from 1m to 30d']],
    [
      'without a reason',
      [['--guardrail', 'fraud', '--for', '1h', '--by', 'anna'], 'Expected --why <reason>: the first message'],
    ],
    ['for a value without its attribute', [['--all', '--for', '1h', '--match', 'icbc', ...signed], 'got "icbc"']],
    [
      'for a guardrail that does not run',
      [
        ['--guardrail', 'fruad', '--for', '1h', ...signed],
        'one of payment-failures, fraud (those that are running); got fruad',
      ],
    ],
    ['at two places', [[...wish, ...signed, '--stack', 'a', '--table', 'b'], 'Expected --stack or --table, got both']],
    ['for an unknown option', [['--gaurdrail', 'fraud'], "unknown option '--gaurdrail'"]],
  ]);
  it.each([...cases])('%s', async (_, [args, message]) => {
    const { code, stdout, stderr } = await silence('add', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect((await stored()).filter((each) => each.period.kind === 'once' && each.period.until > 0)).toEqual([]);
  });

  it('telling all that is wrong at once', async () => {
    const { stderr } = await silence('add');
    expect(stderr.match(/Expected --(guardrail|for|by|why)/g)).toHaveLength(4);
  });
});

it('parapet silence add says the same as JSON, with the id that ends it', async () => {
  const run = await silence('add', ...wish, ...signed, '--json');
  expect([run.code, run.stderr]).toEqual([0, '']);
  const said = JSON.parse(run.stdout) as { id: string };
  expect(said).toMatchObject({ state: 'active', guardrails: ['payment-failures'], match: ['bank=icbc'], by: 'anna' });
  expect((await stored()).map(({ id }) => id)).toContain(said.id);
});

describe('parapet silence list', () => {
  const now = systemClock.now();
  const from = (offset: number, until: number) =>
    ({ kind: 'once', from: addMs(now, durationMs(offset)), until: addMs(now, durationMs(until)) }) as const;
  const put = async () => {
    const silences = dynamoSilences(system.table);
    await silences.put(aSilence({ id: 'yesterday', period: from(0 - days(2), 0 - days(1)), guardrails: ['fraud'] }));
    await silences.put(aSilence({ id: 'forgotten', period: from(0 - days(9), 0 - days(8)) }));
    await silences.put(aSilence({ id: 'tomorrow', period: from(days(1), days(2)), by: 'bo\u001B[2J' }));
    await silences.put(aSilence({ id: 'now', period: from(0 - minutes(5), hours(1)), match: ['bank=icbc'] }));
  };

  it('shows what is active, planned and has ended in the last days, in this order, by whom and why', async () => {
    await put();
    const { code, stdout, stderr } = await silence('list');
    expect([code, stderr]).toEqual([0, '']);
    const rows = stdout
      .split('\n')
      .filter((line) => line.startsWith('│'))
      .map((line) =>
        line
          .split('│')
          .map((cell) => cell.trim())
          .slice(1, -1),
      );
    expect(rows.map(([id, state, covers, , , by, why]) => [id, state, covers, by, why])).toEqual([
      ['id', 'state', 'silences', 'by', 'why'],
      ['now', 'active', 'every guardrail: bank=icbc', 'anna', 'database upgrade'],
      ['tomorrow', 'planned', 'every guardrail', 'bo?[2J', 'database upgrade'],
      ['yesterday', 'ended', 'fraud', 'anna', 'database upgrade'],
    ]);
  });

  it('says the same as JSON', async () => {
    await put();
    const { stdout } = await silence('list', '--json');
    expect(JSON.parse(stdout)).toEqual([
      {
        id: 'now',
        state: 'active',
        guardrails: [],
        match: ['bank=icbc'],
        from: new Date(now - minutes(5)).toISOString(),
        until: new Date(now + hours(1)).toISOString(),
        by: 'anna',
        why: 'database upgrade',
      },
      expect.objectContaining({ id: 'tomorrow', state: 'planned' }),
      expect.objectContaining({ id: 'yesterday', state: 'ended' }),
    ]);
  });

  it('says so where there are none', async () => {
    expect(await silence('list')).toEqual({ code: 0, stdout: 'no silences\n', stderr: '' });
  });
});

describe('parapet silence expire', () => {
  it('ends a silence now, and keeps it in the list', async () => {
    const id = idIn(await silence('add', ...wish, ...signed));
    const run = await silence('expire', id);
    expect(run).toEqual({
      code: 0,
      stdout: 'ended  payment-failures: bank=icbc; what is broken now is told with the next minute\n',
      stderr: '',
    });
    expect(await dynamoSilences(system.table).read(systemClock.now())).toEqual([]);
    expect((await silence('list')).stdout).toMatch(new RegExp(`${id} *│ ended`));
    expect((await silence('expire', id)).stdout).toMatch(new RegExp(`^${id} ended already, ${minute}\n$`));
  });

  it('ends one that has not begun', async () => {
    const from = new Date(Date.now() + hours(1)).toISOString();
    const id = idIn(await silence('add', ...wish, ...signed, '--from', from));
    expect((await silence('expire', id)).code).toBe(0);
    expect(await dynamoSilences(system.table).read(systemClock.now())).toEqual([]);
    const [found] = (await stored()).filter((each) => each.id === id);
    if (found?.period.kind !== 'once') throw new Error('expected a silence with an end');
    expect(found.period.from).toBe(found.period.until);
  });

  it('exits 1 for an id that there is none of, and says where to look', async () => {
    const { code, stdout, stderr } = await silence('expire', 'planned-1');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('There is no silence planned-1. See them with npm run parapet -- silence list');
  });
});

describe('the system that is meant', () => {
  it('where none runs on this machine, is an error that says how to start one', async () => {
    const { code, stderr } = await parapet('silence', 'list', '--data', join(folder, 'none'));
    expect([code, stderr]).toEqual([
      1,
      `error: No system runs on this machine with the data directory ${join(folder, 'none')}. Start it with npm start, or say which one is meant with --stack <name>\n`,
    ]);
  });

  it.each([
    [
      'left word and was killed',
      JSON.stringify({ databaseEndpoint: 'http://127.0.0.1:1', tableName: 'parapet', guardrails: [] }),
    ],
    ['was killed while it left word', '{"databaseEnd'],
  ])('where it %s, is the same error', async (_, text) => {
    const dead = await mkdtemp(join(tmpdir(), 'parapet-'));
    await writeFile(join(dead, 'running.json'), text);
    const { code, stderr } = await parapet('silence', 'list', '--data', dead);
    expect([code, stderr]).toEqual([1, expect.stringContaining('error: No system runs on this machine')]);
    expect(stderr).not.toMatch(/^\s+at /m);
    await rm(dead, { recursive: true });
  });

  it('is the one that npm start runs here, until it stops', async () => {
    const data = await mkdtemp(join(tmpdir(), 'parapet-'));
    const port = await aFreePort();
    const args = ['cli/parapet.ts', 'start', '--data', data, '--port', String(port)];
    const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await vi.waitUntil(() => announced(data), { timeout: 20_000 });
      const add = await parapet('silence', 'add', ...wish, ...signed, '--data', data);
      expect([add.code, add.stderr]).toEqual([0, '']);
      const typo = await parapet('silence', 'add', '--guardrail', 'fruad', '--for', '1h', ...signed, '--data', data);
      expect(typo.stderr).toMatch(/one of .*payment-failures.* \(those that are running\); got fruad/);
    } finally {
      running.kill('SIGINT');
      await once(running, 'close');
    }
    expect(await announced(data)).toBeUndefined();
    await rm(data, { recursive: true });
  });

  describe('on AWS', () => {
    let cloudFormation: Awaited<ReturnType<typeof startCloudFormation>>;
    beforeAll(async () => {
      cloudFormation = await startCloudFormation([
        { name: 'Shop', outputs: new Map([['BucketName', 'shop']]) },
        { name: 'Parapet', description: 'Parapet: alerts', outputs: new Map([['TableName', 'parapet']]) },
      ]);
    });
    afterAll(() => cloudFormation.stop());

    const onAws = (...args: string[]): Promise<Run> => {
      vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', cloudFormation.endpoint);
      vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', system.databaseEndpoint);
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
      return parapet('silence', ...args);
    };

    it('is found by the name of its stack', async () => {
      const run = await onAws('add', '--all', '--for', '1h', ...signed, '--stack', 'Parapet', '--region', 'eu-west-1');
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(run.stdout).toContain('silenced  every guardrail\n');
      expect(run.stdout).toContain(`silence expire ${idIn(run)} --stack Parapet --region eu-west-1\n`);
      expect(await stored()).toContainEqual(expect.objectContaining({ id: idIn(run) }));
    });

    it('is found without a name where there is only one, and named from then on', async () => {
      const run = await onAws('add', '--all', '--for', '1h', ...signed, '--stack');
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(run.stdout).toContain(`silence expire ${idIn(run)} --stack Parapet\n`);
      expect(await stored()).toContainEqual(expect.objectContaining({ id: idIn(run) }));
    });

    it('has the guardrails of the rules file, against which a typo shows', async () => {
      const file = join(folder, 'rules.yaml');
      await writeFile(file, 'guardrails: [{ id: fraud, kind: rate, bad: { fraud: [true] }, critical: { above: 1% } }]');
      const add = (id: string, rules: string) =>
        onAws('add', '--guardrail', id, '--for', '1h', ...signed, '--table', 'parapet', '--guardrails', rules);
      expect((await add('fraud', file)).code).toBe(0);
      // Of Parapet itself, which stands in no file.
      expect((await add('parapet-synthetic', file)).code).toBe(0);
      const wrong = await add('fruad', file);
      expect([wrong.code, wrong.stderr]).toEqual([
        2,
        `error: Expected --guardrail to be one of fraud, parapet-synthetic (${file}); got fruad\n`,
      ]);
      const unchecked = await add('fruad', 'none.yaml');
      expect([unchecked.code, unchecked.stderr]).toEqual([
        0,
        "note: none.yaml can't be read, so nobody checked that there is a guardrail fruad\n",
      ]);
    });

    it.each([
      ['a stack that is not there', 'Parapet-eu', 'because: Stack with id Parapet-eu does not exist'],
      ['a stack of something else', 'Shop', 'The stack Shop has no output TableName'],
    ])('%s is an error', async (_, name, message) => {
      const { code, stdout, stderr } = await onAws('list', '--stack', name);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/^\s+at /m);
    });

    it('a table that is not there is an error', async () => {
      const { code, stderr } = await onAws('list', '--table', 'nothing');
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^error: The table nothing could not be read or written/),
      ]);
    });
  });
});

it.each([['add'], ['list'], ['expire']])('parapet silence %s --help exits 0, with examples', async (command) => {
  const { code, stdout, stderr } = await parapet('silence', command, '--help');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(
    "$ npm run parapet -- silence add --guardrail payment-failures --match bank=icbc --for 2h --by anna --why 'database upgrade'",
  );
});

it('parapet silence without a command exits 2', async () => {
  expect((await parapet('silence')).code).toBe(2);
});
