import * as z from 'zod';

/** What a deployed stack tells about itself, as far as this run needs it. */
const outputs = z.object({
  EventsUrl: z.url({ protocol: /^https?$/ }),
  EventQueueUrl: z.url({ protocol: /^https?$/ }),
  AlertTopicArn: z.string().startsWith('arn:'),
  TableName: z.string().min(1),
});

export type Outputs = z.infer<typeof outputs>;

/** Reads what `cdk deploy --outputs-file` wrote: `{"<stack>": {"<output>": "<value>"}}`. */
export const readOutputs = (text: string, stack: string): Outputs => {
  const parsed = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  const ofStack = new Map(Object.entries(parsed)).get(stack);
  const read = outputs.safeParse(ofStack ?? {});
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(
    `Expected the outputs of ${stack} in the file of the CDK CLI, got those of ${Object.keys(parsed).join(', ') || 'no stack'}\n${lines.join('\n')}`,
  );
};
