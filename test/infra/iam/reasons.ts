/** Rights that nobody uses, by who has them, and why they stand there. */
export const neverUsed: ReadonlyMap<string, string> = new Map([
  [
    'SchedulerRole: lambda:InvokeFunction on EvaluatorFunction:*',
    'CDK adds the versions of the function; there are none',
  ],
  [
    'webhookForwarderFunctionRole: dynamodb:Query on StoreTable, STATE',
    'a program gets all that was published, and asks itself what is still so; the other forwarders ask for it',
  ],
]);

/** Where a resource holds a wildcard, as `action on resource`, and why. */
export const wildcards: ReadonlyMap<RegExp, string> = new Map([
  [/^logs:\w+ on \w+Log:\*$/, 'the streams of a log, which Lambda names'],
  [/^lambda:InvokeFunction on EvaluatorFunction:\*$/, 'the versions of the function; CDK adds them'],
  [/^execute-api:Invoke on HttpIngestApi\/\*\/POST\/v1\/events$/, 'the stages of the API, of which there is one'],
  [/^cloudformation:DescribeStacks on stack\/Parapet\/\*$/, 'the id behind the name of the stack'],
  [/^cloudformation:ListStacks on \*$/, 'a list has no narrower resource; it is of one Region, and holds no outputs'],
]);
