import { LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { Silence } from '../silence/silence.ts';
import { compileGuardrail } from './compile.ts';
import type { Fault } from './fault.ts';
import type { Guardrail } from './guardrail.ts';
import { nearest } from './nearest.ts';
import { compileSilence } from './planned-silence.ts';
import { fileSchema } from './schema.ts';

export type Loaded =
  | { readonly ok: true; readonly guardrails: Guardrail[]; readonly silences: Silence[] }
  | { readonly ok: false; readonly problems: string[] };

/**
 * Reads guardrails.yaml. Every problem is a line `file:line:column: path: expected …`; with one problem there are no
 * guardrails, so that a half-read file can never watch half of what its owner thinks.
 */
export const loadGuardrails = (text: string, fileName: string): Loaded => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${fileName}:${line}:${col}`;
  };
  /** The place of a path, or of the nearest thing above it that is in the file. */
  const place = (path: readonly (string | number)[]): string => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
        return at(Number(node.range[0]));
    }
    return at(0);
  };
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map(
        (error) => `${at(error.pos[0])}: ${error.message.split(' at line ')[0] ?? error.message}`,
      ),
    };
  }

  const aliases: string[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined)
        aliases.push(
          `${at(alias.range?.[0] ?? 0)}: expected text, got an alias without its anchor; text that begins with * goes in quotes`,
        );
    },
  });
  if (aliases.length > 0) return { ok: false, problems: aliases };

  const checked = fileSchema.safeParse(document.toJS());
  if (!checked.success) {
    return {
      ok: false,
      problems: checked.error.issues
        .flatMap(problemsOf)
        .map(({ path, message }) => sentence(place(path), path, message)),
    };
  }
  const problems: string[] = [];
  const tell = (item: readonly (string | number)[], fault: Fault): void => {
    const path = [...item, ...fault.path];
    problems.push(sentence(place(path), path, fault.message));
  };
  const { guardrails: raws, silences: rawSilences = [] } = checked.data;
  const guardrails: Guardrail[] = [];
  for (const [index, raw] of raws.entries()) {
    const compiled = compileGuardrail(raw);
    if (compiled.ok) guardrails.push(compiled.guardrail);
    else for (const fault of compiled.faults) tell(['guardrails', index], fault);
    if (raws.findIndex(({ id }) => id === raw.id) < index)
      tell(['guardrails', index], { path: ['id'], message: `expected an id of its own, got ${raw.id} again` });
  }
  const ids = new Set(raws.map(({ id }) => id));
  const silences: Silence[] = [];
  for (const [index, raw] of rawSilences.entries()) {
    const compiled = compileSilence(raw, index, ids);
    if (compiled.ok) silences.push(compiled.silence);
    else for (const fault of compiled.faults) tell(['silences', index], fault);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, guardrails, silences };
};

const sentence = (where: string, path: readonly (string | number)[], message: string): string =>
  `${where}: ${path.length === 0 ? 'the file' : pathText(path)}: ${message}`;

const pathText = (path: readonly (string | number)[]): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');

interface Located {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const problemsOf = (issue: z.core.$ZodIssue): Located[] => {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const known = nearest(key);
      return {
        path: [...path, key],
        message: `not a key that is known here${known === undefined ? '' : `; did you mean ${known}?`}`,
      };
    });
  }
  if (issue.code === 'invalid_union') {
    const near = nearBranch(issue.errors);
    if (near !== undefined)
      return near.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }];
  const received = issue.code === 'invalid_type' ? WRONG_TYPE.exec(issue.message)?.[1] : undefined;
  if (issue.code === 'invalid_type' && received !== undefined)
    return [{ path, message: `expected ${kindOf(issue.expected)}, got ${kindOf(received)}` }];
  return [{ path, message: issue.message }];
};

/** The one form of several that was meant: all that is wrong lies inside it. Told of this form, its writer sees the mistake. */
const nearBranch = (branches: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] | undefined => {
  const near = branches.filter((issues) =>
    issues.every(({ code, path }) => code === 'unrecognized_keys' || (path.length > 0 && code !== 'invalid_union')),
  );
  return near.length === 1 ? near[0] : undefined;
};

/** What zod says where the schema has no words of its own. */
const WRONG_TYPE = /^Invalid input: expected \w+, received (\w+)$/;
const kinds = new Map([
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['array', 'a list'],
  ['string', 'text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['undefined', 'nothing'],
]);
const kindOf = (type: string): string => kinds.get(type) ?? type;
