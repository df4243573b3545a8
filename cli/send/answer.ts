import * as z from 'zod';

const problem = z.object({ index: z.number(), id: z.string().optional(), code: z.string(), message: z.string() });

const report = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  conflicts: z.number(),
  rejected: z.number(),
  errors: z.array(problem).default([]),
});

const refusal = z.object({ code: z.string().optional(), message: z.string() });

export interface Answer {
  readonly lines: readonly string[];
  /** Whether everything that was sent is counted now. */
  readonly isFine: boolean;
}

/** What the events API answered, for a person. A batch without one valid event is 400 and says the same of each. */
export const readAnswer = (status: number, body: string): Answer => {
  const json = parse(body);
  const parsed = report.safeParse(json);
  if (!parsed.success) return { lines: [`${status} ${refusalText(json, body)}${hint(status)}`], isFine: false };
  const { accepted, duplicates, conflicts, rejected, errors } = parsed.data;
  return {
    lines: [
      `${status} accepted ${accepted}, duplicates ${duplicates}, conflicts ${conflicts}, rejected ${rejected}`,
      ...errors.map(
        ({ index, id, code, message }) => `  event ${index}${id === undefined ? '' : ` (${id})`}: ${code}: ${message}`,
      ),
    ],
    isFine: status === 202 && rejected === 0 && conflicts === 0,
  };
};

/** Our own refusals have a code and a message, API Gateway's a message, a proxy's perhaps neither. */
const refusalText = (json: unknown, body: string): string => {
  const refused = refusal.safeParse(json);
  if (!refused.success) return body.trim().slice(0, 1000);
  const { code, message } = refused.data;
  return code === undefined ? message : `${code}: ${message}`;
};

const hint = (status: number): string =>
  status === 403 ? '\nExpected credentials that may invoke this API: execute-api:Invoke on POST /v1/events' : '';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
