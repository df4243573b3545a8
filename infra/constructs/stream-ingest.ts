import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { KinesisSource } from '../settings/settings.ts';

export interface StreamIngestProps {
  readonly source: KinesisSource;
  /** Where segments are written. */
  readonly table: TableV2;
  /** Megabytes of the function. */
  readonly memoryMb: number;
  readonly logRetentionDays: number;
  /** Whether the cap of `ingest-stream` is reserved. */
  readonly reserveConcurrency: boolean;
}

/** The same batches as records of a stream. */
export class StreamIngest extends Construct {
  constructor(scope: Construct, id: string, _props: StreamIngestProps) {
    super(scope, id);
  }
}
