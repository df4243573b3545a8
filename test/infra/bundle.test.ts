import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundlesOf, environmentOf, type Service } from '../../bench/cold-start/bundles.ts';
import { contentsOf } from '../../bench/cold-start/contents.ts';
import { readGuardrails } from '../../infra/guardrails.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { NOW } from '../support/builders.ts';
import { scratchFolder } from './synth.ts';

/**
 * Lambda refuses 50 MB; long before that, each KB is read at a cold start while a producer waits, or a page. What they are,
 * and a few per cent: whoever needs more has seen what for (bundle-contents.test.ts).
 */
const mostBytes: ReadonlyMap<Service, number> = new Map([
  ['ingest-http', 345_000],
  ['ingest-queue', 345_000],
  ['ingest-stream', 345_000],
  ['evaluate', 480_000],
  ['forward', 475_000],
]);
const services = [...mostBytes.keys()];

const { rules } = readGuardrails('guardrails.yaml', NOW);
const bundle = (from: Rules): ReadonlyMap<Service, Bundle> =>
  new Map(bundlesOf(from, scratchFolder()).map((each) => [each.service, each]));

let bundles: ReadonlyMap<Service, Bundle>;
const bundleOf = (service: Service, from = bundles): Bundle => {
  const found = from.get(service);
  if (found === undefined) throw new Error(`${service}: expected a function of the stack`);
  return found;
};
const codeOf = (service: Service): string => readFileSync(bundleOf(service).file, 'utf8');

beforeAll(() => {
  bundles = bundle(rules);
}, 120_000);

it('all functions are looked at', () => {
  expect([...bundles.keys()].toSorted()).toEqual(services.toSorted());
});

describe.each(services)('the bundle of %s', (service) => {
  it('is one module, without a source map', () => {
    const files = readdirSync(bundleOf(service).folder).filter((file) => file !== 'guardrails.json');
    expect(files).toEqual(['index.mjs']);
  });

  it('is small enough to start quickly', () => {
    expect(readFileSync(bundleOf(service).file).length).toBeLessThan(mostBytes.get(service) ?? 0);
  });

  it('is what contentsOf takes apart', async () => {
    // Not toBe: what differs would be printed whole.
    expect((await contentsOf(service)).code === codeOf(service)).toBe(true);
  });

  it('gives dependencies the require that a module does not have', () => {
    expect(codeOf(service)).toMatch(
      /^import\{createRequire as (\w+)\}from'node:module';const require=\1\(import\.meta\.url\);/,
    );
  });

  it('loads on its own and exports a handler', () => {
    const { folder, file } = bundleOf(service);
    const script = `const { handler } = await import(${JSON.stringify(`file://${file}`)}); process.exitCode = typeof handler === 'function' ? 0 : 3;`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
      env: environmentOf({ folder }),
    });
    // The end of it: the beginning is a line of the bundle, half a megabyte long.
    expect({ status, stderr: stderr.slice(-1000) }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the rules', () => {
  it('lie beside evaluate, as they were validated', () => {
    expect(readFileSync(join(bundleOf('evaluate').folder, 'guardrails.json'), 'utf8')).toBe(JSON.stringify(rules));
  });

  it('lie beside no other function', () => {
    const others = services.filter((service) => service !== 'evaluate');
    expect(others.flatMap((service) => readdirSync(bundleOf(service).folder))).toEqual(others.map(() => 'index.mjs'));
  });

  it('are deployed when nothing but them has changed', () => {
    const changed = bundle({ ...rules, guardrails: rules.guardrails.slice(1) });
    expect(bundleOf('evaluate', changed).hash).not.toBe(bundleOf('evaluate').hash);
    expect(bundleOf('ingest-http', changed).hash).toBe(bundleOf('ingest-http').hash);
  });
});
