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
  /** The same for a program: the counts and errors, or why nothing was taken. */
  readonly said: z.infer<typeof report> | z.infer<typeof refusal>;
}

/** What the events API answered, for a person. A batch without one valid event is 400 and says the same of each. */
export const readAnswer = (status: number, body: string): Answer => {
  const json = parse(body);
  const parsed = report.safeParse(json);
  if (!parsed.success) {
    const said = refusalIn(json, body);
    return { lines: [`${status} ${refusalText(said)}${hint(status)}`], isFine: false, said };
  }
  const { accepted, duplicates, conflicts, rejected, errors } = parsed.data;
  return {
    lines: [
      `${status} accepted ${accepted}, duplicates ${duplicates}, conflicts ${conflicts}, rejected ${rejected}`,
      ...errors.map(
        ({ index, id, code, message }) => `  event ${index}${id === undefined ? '' : ` (${id})`}: ${code}: ${message}`,
      ),
    ],
    isFine: status === 202 && rejected === 0 && conflicts === 0,
    said: parsed.data,
  };
};

/** Our own refusals have a code and a message, API Gateway's a message, a proxy's perhaps neither. */
const refusalIn = (json: unknown, body: string): z.infer<typeof refusal> => {
  const refused = refusal.safeParse(json);
  return refused.success ? refused.data : { message: body.trim().slice(0, 1000) };
};

const refusalText = ({ code, message }: z.infer<typeof refusal>): string =>
  code === undefined ? message : `${code}: ${message}`;

const hint = (status: number): string =>
  status === 403 ? '\nExpected credentials that may invoke this API: execute-api:Invoke on POST /v1/events' : '';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
