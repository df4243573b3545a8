import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGuardrails } from '../infra/guardrails.ts';
import { epochMs } from '../shared/core/units.ts';
import { bundlesOf, environmentOf } from './cold-start/bundles.ts';
import { type Contents, contentsOf, packageOf } from './cold-start/contents.ts';
import { machine, median } from './ingest/in-turn.ts';

/**
 * How large the bundle of each function is, what of, and how long a fresh process takes to import it and to make all that it
 * makes at start, beside one that only imports what they take from Node. `npm run bench -- cold-start [runs]`: bundles of
 * `cdk synth`, in turn.
 */
const runs = Number(process.argv[2] ?? 15);
const outdir = mkdtempSync(join(tmpdir(), 'parapet-cold-start-'));

interface Start {
  readonly name: string;
  readonly file: string;
  readonly environment: Record<string, string>;
}

/** Milliseconds in a fresh process: of the clock, and of the CPU, which is more where two threads are at it. */
const importTime = ({ file, environment }: Start): readonly [clock: number, cpu: number] => {
  const script = `
    const began = performance.now(), used = process.cpuUsage();
    await import(${JSON.stringify(`file://${file}`)});
    const { user, system } = process.cpuUsage(used);
    console.error(performance.now() - began + ' ' + (user + system) / 1000);
    process.exit();`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(stderr.slice(-1000));
  const [clock = Number.NaN, cpu = Number.NaN] = stderr.split(' ').map(Number);
  return [clock, cpu];
};

const parts: readonly (readonly [name: string, has: (path: string) => boolean])[] = [
  ['our own', (path) => packageOf(path) === undefined],
  ['zod', (path) => packageOf(path) === 'zod'],
  ['Powertools, middy', (path) => /^@(aws-lambda-powertools|middy)\//.test(packageOf(path) ?? '')],
  ['MessagePack', (path) => packageOf(path) === '@msgpack/msgpack'],
];
const bytesOf = ({ modules }: Contents): readonly number[] => {
  const sum = (has: (path: string) => boolean): number =>
    [...modules].reduce((total, [path, bytes]) => total + (has(path) ? bytes : 0), 0);
  // What is in none of them is of the SDK.
  return [...parts.map(([, has]) => sum(has)), sum((path) => !parts.some(([, has]) => has(path)))];
};

const bundles = bundlesOf(readGuardrails('guardrails.yaml', epochMs(Date.now())).rules, outdir);
const contents = await Promise.all(bundles.map(({ service }) => contentsOf(service)));

const bare = join(outdir, 'bare.mjs');
const ofNode = new Set(contents.flatMap(({ imported }) => imported));
writeFileSync(bare, [...ofNode].map((name) => `import '${name}';`).join('\n'));

const starts: readonly Start[] = [
  { name: "Node's own modules", file: bare, environment: {} },
  ...bundles.map((bundle) => ({ name: bundle.service, file: bundle.file, environment: environmentOf(bundle) })),
];
const times = new Map(starts.map(({ name }) => [name, [] as (readonly [number, number])[]]));
for (let run = 0; run < runs; run++) for (const start of starts) times.get(start.name)?.push(importTime(start));

const kb = (bytes: number): string => (bytes / 1000).toFixed(0);
console.log(`Each the median of ${runs} fresh processes in turn. ${machine()}\n`);
console.log('| function | bundle, KB | import, ms | of the CPU, ms |\n|---|---|---|---|');
for (const { name, file } of starts) {
  const size = file === bare ? '' : kb(readFileSync(file).length);
  const took = times.get(name) ?? [];
  const [clock, cpu] = [0, 1].map((at) => median(took.map((each) => each[at] ?? 0)).toFixed(0));
  console.log(`| ${name} | ${size} | ${clock} | ${cpu} |`);
}

console.log(
  `\n| of it, KB | ${[...parts.map(([name]) => name), 'the SDK'].join(' | ')} |\n|---|${'---|'.repeat(parts.length + 1)}`,
);
for (const [index, { service }] of bundles.entries()) {
  const made = contents[index];
  if (made !== undefined) console.log(`| ${service} | ${bytesOf(made).map(kb).join(' | ')} |`);
}
rmSync(outdir, { recursive: true });
