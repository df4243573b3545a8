import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Where each layer may import from. Arrows point inwards only; what is not named here is forbidden. */
const allowed = new Map<string, readonly RegExp[]>([
  ['shared/core', [/^shared\/core\//, /^(zod(\/mini)?|yaml|@msgpack\/msgpack)$/, /^node:(crypto|zlib)$/]],
  ['shared/ports', [/^shared\/(core|ports)\//]],
  ['shared/app', [/^shared\/(core|ports|app)\//, /^shared\/budgets\.ts$/]],
  [
    'shared/adapters',
    [
      /^shared\/(core|ports|adapters)\//,
      /^shared\/budgets\.ts$/,
      /^@aws-sdk\/client-(dynamodb|sns|sqs|ssm)$/,
      /^node:crypto$/,
    ],
  ],
  [
    'functions',
    [
      /^shared\//,
      /^functions\//,
      /^@middy\//,
      /^@aws-lambda-powertools\//,
      /^aws-lambda$/,
      /^zod(\/mini)?$/,
      /^node:(crypto|fs)$/,
    ],
  ],
  ['infra', [/^shared\/(core|budgets|metric-names)/, /^infra\//, /^aws-cdk-lib/, /^constructs$/, /^zod$/, /^node:/]],
  ['cli', [/^shared\//, /^functions\//, /^cli\//, /^[@a-z]/, /^node:/]],
]);
const nowhere = /^(infra|test|bench)\//;

const files = globSync('{shared,functions,infra,cli}/**/*.ts');
const layerOf = (file: string): string | undefined => [...allowed.keys()].find((layer) => file.startsWith(`${layer}/`));

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^|\s)(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
    ),
  ]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
    .map((path) => (path.startsWith('.') ? join(dirname(file), path) : path));

describe('an import points inwards', () => {
  it('and every layer has files to check', () => {
    const thin = [...allowed.keys()].filter((layer) => files.filter((file) => file.startsWith(`${layer}/`)).length < 3);
    expect(thin).toEqual([]);
    expect(importsOf('shared/app/judge-guardrail.ts')).toContain('shared/core/incident/advance.ts');
  });

  it.each([...allowed])('in %s', (layer, targets) => {
    const forbidden = files
      .filter((file) => file.startsWith(`${layer}/`))
      .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
      .filter(
        ({ target }) => !targets.some((pattern) => pattern.test(target)) || (layer !== 'infra' && nowhere.test(target)),
      );
    expect(forbidden).toEqual([]);
  });

  it('of shared: every file belongs to a layer, or is a table of constants', () => {
    const loose = files.filter((file) => file.startsWith('shared/') && layerOf(file) === undefined);
    expect(loose.sort()).toEqual(['shared/budgets.ts', 'shared/metric-names.ts']);
  });
});

describe('the core', () => {
  it.each([
    ['asks no clock', /Date\.now\(|new Date\(\)|performance\.|process\.hrtime/],
    ['draws nothing', /Math\.random|randomUUID|randomBytes/],
    ['reads no environment', /process\.env|globalThis/],
    ['waits for nothing', /setTimeout|setInterval|await /],
  ])('%s', (_, pattern) => {
    const guilty = globSync('shared/core/**/*.ts').filter((file) => pattern.test(readFileSync(file, 'utf8')));
    expect(guilty).toEqual([]);
  });
});

it('no file is longer than 300 lines', () => {
  const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 300);
  expect(long).toEqual([]);
});
