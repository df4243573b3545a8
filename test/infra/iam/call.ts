/** One call of an AWS API as IAM sees it. */
export interface Call {
  /** `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN that it is made on; `*` where the API has no resource. */
  readonly resource: string;
  /** Of the items that it touches: `STATE`, `SEG#2026-03-02T09#2`. */
  readonly partitions?: readonly string[];
  /** The service through which a key is used. */
  readonly via?: string;
  /** Without TLS; with it if left out. */
  readonly isPlain?: true;
}

/** `SEG#2026-03-02T09#2` -> `SEG#*`: what of a partition key says which kind of item lies there. */
export const kindOf = (partition: string): string => partition.replace(/#.*$/, '#*');

/** What an ARN names: `arn:aws:dynamodb:us-east-1:000000000000:table/Parapet-StoreTable` -> `StoreTable`. */
export const shortName = (arn: string): string =>
  arn === '*'
    ? arn
    : arn
        .split(':')
        .slice(5)
        .join(':')
        .replace(/^(table|function|log-group)[/:]/, '')
        .replaceAll(/(?<!stack\/)Parapet-(?=\w)/g, '')
        .replace(/:log-stream:.*$/, '');

/** `dynamodb:PutItem on StoreTable, SEG#*`. */
export const callText = ({ action, resource, partitions, via, isPlain }: Call): string =>
  [
    `${action} on ${shortName(resource)}`,
    ...(partitions ?? []).map(kindOf),
    ...(via === undefined ? [] : [`through ${via}`]),
    ...(isPlain === true ? ['without TLS'] : []),
  ].join(', ');
