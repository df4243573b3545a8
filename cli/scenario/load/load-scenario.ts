import { type Path, type Place, problemText } from '../../../shared/core/guardrail/problem.ts';
import { parseRules, type PlaceOf } from '../../../shared/core/guardrail/rules-document.ts';
import type { Rules } from '../../../shared/core/guardrail/rules.ts';
import { epochMs, minuteOf } from '../../../shared/core/units.ts';
import { readChecks } from '../checks/read.ts';
import { knownValues } from './known-values.ts';
import { type ChangeLine, parseLine, parsePastLine, type TrafficLine } from '../lines/line.ts';
import { checkConditions } from './conditions.ts';
import { readExplicit } from './explicit.ts';
import { Problems } from './problems.ts';
import { type RulesFound, rulesOf } from './rules.ts';
import type { ExplicitEvent, Placed, Scenario } from '../scenario.ts';
import { scenarioSchema } from './schema.ts';

export type LoadedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  /** `name` where it could be read all the same. */
  | { readonly ok: false; readonly name?: string; readonly problems: readonly string[] };

/** A Monday, as that of the demo is. */
const DEFAULT_START = '2026-03-02';

/**
 * Reads a scenario file. Every problem is a line `file:line:column: path: expected …`; with one problem it is not run, so
 * that a check that was never made can't look as if it held. `instead` are rules that stand in for its own.
 */
export const loadScenario = async (text: string, file: string, instead?: Rules): Promise<LoadedScenario> => {
  const parsed = parseRules(text);
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map((problem) => problemText(file, problem)) };
  const { value, placeOf } = parsed;
  const problems = new Problems(text, placeOf);
  const checked = scenarioSchema.safeParse(value);
  if (!checked.success) {
    problems.refuse([], checked.error, value);
    return { ok: false, problems: problems.found.map((problem) => problemText(file, problem)) };
  }
  const { name, what, start = DEFAULT_START, seed = 1, history = [], events, expect } = checked.data;

  const read = readEvents(events, placeOf, problems);
  const past = history
    .flatMap((line, at) => {
      const path = ['history', at];
      const lines = problems.read(path, line, parsePastLine) ?? [];
      return lines.map((each) => ({ ...each, place: placeOf(path) }));
    })
    .map((line, index) => ({ ...line, index }));
  const values = knownValues([...past, ...read.traffic], read.changes, read.explicit);
  checkConditions(read.changes, values, problems, (index) => {
    const line = events[index];
    return typeof line === 'string' ? line : '';
  });
  const found: RulesFound =
    instead === undefined ? await rulesOf({ file, value: checked.data, placeOf }) : { ok: true, rules: instead };
  const guardrails = found.ok ? found.rules.guardrails : [];
  const checks = found.ok ? readChecks(expect, { guardrails, values, placeOf, problems }) : [];

  const wrong = [...problems.found.map((problem) => problemText(file, problem)), ...(found.ok ? [] : found.problems)];
  if (!found.ok || wrong.length > 0) return { ok: false, name, problems: wrong };
  const ends = [
    ...read.traffic.map(({ span }) => span.to),
    ...read.explicit.map(({ at }) => at + 1),
    ...checks.map((check) => ('span' in check ? check.span.to : 'by' in check ? check.by : check.at)),
  ];
  return {
    ok: true,
    scenario: {
      name,
      ...(what === undefined ? {} : { what }),
      rules: found.rules,
      start: minuteOf(epochMs(Date.parse(start))),
      seed,
      history: past,
      ...read,
      checks,
      end: Math.max(...ends),
    },
  };
};

interface Events {
  readonly traffic: readonly Placed<TrafficLine>[];
  readonly changes: readonly Placed<ChangeLine>[];
  readonly explicit: readonly Placed<ExplicitEvent>[];
}

const readEvents = (
  events: readonly (string | Readonly<Record<string, unknown>>)[],
  placeOf: PlaceOf,
  problems: Problems,
): Events => {
  const traffic: Placed<TrafficLine>[] = [];
  const changes: Placed<ChangeLine>[] = [];
  const explicit: Placed<ExplicitEvent>[] = [];
  for (const [index, item] of events.entries()) {
    const path: Path = ['events', index];
    const placed: { readonly place: Place; readonly index: number } = { place: placeOf(path), index };
    if (typeof item === 'string') {
      const line = problems.read(path, item, parseLine);
      if (line?.kind === 'traffic') traffic.push({ ...line, ...placed });
      if (line?.kind === 'change') changes.push({ ...line, ...placed });
    } else {
      const event = readExplicit(item, path, problems);
      if (event !== undefined) explicit.push({ ...event, ...placed });
    }
  }
  return { traffic, changes, explicit };
};
