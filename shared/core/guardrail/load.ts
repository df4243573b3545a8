import type { Silence } from '../silence/silence.ts';
import { compileGuardrail } from './compile.ts';
import type { Fault } from './fault.ts';
import type { Guardrail } from './guardrail.ts';
import { compileSilence } from './planned-silence.ts';
import { type Path, type Problem, problemText } from './problem.ts';
import { parseRules, type PlaceOf } from './rules-document.ts';
import type { RawPlannedSilence } from './planned-silence.ts';
import { withPresets } from '../presets/extend.ts';
import { fileSchema, type RawGuardrail } from './schema.ts';
import { refusalsOf } from './schema-problems.ts';

export type Loaded =
  | { readonly ok: true; readonly guardrails: Guardrail[]; readonly silences: Silence[] }
  | { readonly ok: false; readonly problems: string[] };

/**
 * Reads guardrails.yaml. Every problem is a line `file:line:column: path: expected …`; with one problem there are no
 * guardrails, so that a half-read file can never watch half of what its owner thinks.
 */
export const loadGuardrails = (text: string, fileName: string): Loaded => {
  const read = readRules(text);
  return read.ok
    ? {
        ok: true,
        guardrails: read.guardrails.map(({ guardrail }) => guardrail),
        silences: read.silences.map(({ silence }) => silence),
      }
    : { ok: false, problems: read.problems.map((problem) => problemText(fileName, problem)) };
};

/** A rule beside the words that it was made of, and where these stand. */
export interface ReadGuardrail {
  readonly guardrail: Guardrail;
  readonly raw: RawGuardrail;
  readonly path: Path;
}

export interface ReadSilence {
  readonly silence: Silence;
  readonly raw: RawPlannedSilence;
  readonly path: Path;
}

export interface ReadRules {
  readonly guardrails: readonly ReadGuardrail[];
  readonly silences: readonly ReadSilence[];
  /** The attributes that events have, where the file says so. */
  readonly attributes?: readonly string[];
  readonly placeOf: PlaceOf;
}

export type Read = ({ readonly ok: true } & ReadRules) | { readonly ok: false; readonly problems: readonly Problem[] };

/** The same, for those who want to say more about it. */
export const readRules = (text: string): Read => {
  const parsed = parseRules(text);
  if (!parsed.ok) return parsed;
  const { placeOf } = parsed;
  const file = withPresets(parsed.value);
  const checked = fileSchema.safeParse(file.value);
  const refusals = [
    ...file.refusals,
    ...(checked.error?.issues ?? [])
      .flatMap((issue) => refusalsOf(issue, file.value))
      .map((refusal) => file.refusalInFile(refusal)),
  ];
  if (!checked.success || refusals.length > 0)
    return { ok: false, problems: refusals.map((refusal) => ({ ...placeOf(refusal.path), ...refusal })) };

  const problems: Problem[] = [];
  const tell = (item: Path, { path, message }: Fault): void => {
    const refusal = file.refusalInFile({ path: [...item, ...path], message });
    problems.push({ ...placeOf(refusal.path), ...refusal });
  };
  const { guardrails: raws, silences: rawSilences = [], attributes } = checked.data;
  const guardrails: ReadGuardrail[] = [];
  for (const [index, raw] of raws.entries()) {
    const path = ['guardrails', index];
    const compiled = compileGuardrail(raw);
    if (compiled.ok) guardrails.push({ guardrail: compiled.guardrail, raw, path: file.pathInFile(path) });
    else for (const fault of compiled.faults) tell(path, fault);
    if (raws.findIndex(({ id }) => id === raw.id) < index)
      tell(path, { path: ['id'], message: `expected an id of its own, got ${raw.id} again` });
  }
  const ids = new Set(raws.map(({ id }) => id));
  const silences: ReadSilence[] = [];
  for (const [index, raw] of rawSilences.entries()) {
    const path = ['silences', index];
    const compiled = compileSilence(raw, index, ids);
    if (compiled.ok) silences.push({ silence: compiled.silence, raw, path });
    else for (const fault of compiled.faults) tell(path, fault);
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, guardrails, silences, placeOf, ...(attributes === undefined ? undefined : { attributes }) };
};
