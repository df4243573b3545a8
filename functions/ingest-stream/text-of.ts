import type { KinesisStreamRecord } from 'aws-lambda';

/** Strict: a lenient decoder makes two different broken values the same one. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The data of a record as text; nothing where it is not UTF-8, as what is compressed or aggregated is not. */
export const textOf = ({ kinesis }: KinesisStreamRecord): string | undefined => {
  try {
    return utf8.decode(Buffer.from(kinesis.data, 'base64'));
  } catch {
    return undefined;
  }
};
