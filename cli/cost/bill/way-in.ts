import { MS_PER_MINUTE } from '../../../shared/core/units.ts';
import { assumed } from '../assumed.ts';
import { batchesPerSecond, type Deployment } from '../deployment.ts';
import { measured } from '../measured.ts';
import { HOURS_PER_MONTH, MINUTES_PER_MONTH, SECONDS_PER_MONTH } from '../prices.ts';
import { type Line, line } from './line.ts';

const BYTES_PER_HTTP_REQUEST = 512 * 1024;
const BYTES_PER_QUEUE_REQUEST = 64 * 1024;
const BYTES_PER_STREAM_PAYLOAD = 25_000;

export const batchBytes = ({ eventsPerBatch }: Pick<Deployment, 'eventsPerBatch'>): number =>
  eventsPerBatch * measured.eventBytes;

/** What the batches cost before ingest has them, and how often it is called for them. */
export interface WayIn {
  readonly lines: readonly Line[];
  readonly invocations: number;
}

export const wayIn = (deployment: Deployment): WayIn => {
  const batches = batchesPerSecond(deployment) * SECONDS_PER_MONTH;
  const bytes = batchBytes(deployment);
  switch (deployment.via) {
    case 'http':
      return {
        lines: line('batches', 'httpRequest', batches * Math.ceil(bytes / BYTES_PER_HTTP_REQUEST)),
        invocations: batches,
      };
    case 'queue':
      return { lines: queued('batches', batches, bytes), invocations: batches };
    case 'stream':
      return stream(deployment, batches, bytes);
  }
};

/** Sent, received and deleted one by one: there is no window in which messages would wait for others. */
export const queued = (what: string, messages: number, bytes: number): readonly Line[] => {
  const chunks = Math.ceil(bytes / BYTES_PER_QUEUE_REQUEST);
  return [
    ...line(`${what}: sent`, 'queueRequest', messages * chunks),
    ...line(`${what}: received and deleted`, 'queueRequest', messages * (chunks + 1)),
  ];
};

/** The queue is there in every stack, and asked for messages whether any come or not. Those that are waited for are not asked in vain. */
export const idleQueue = (messages: number): readonly Line[] => {
  const { count, wait } = assumed.idlePollers;
  const asked = (count * MINUTES_PER_MONTH * MS_PER_MINUTE) / wait;
  return line('the event queue: asked in vain', 'queueRequest', Math.max(0, asked - messages));
};

/** Each shard is asked once a second, and what came in it is one invocation. */
const stream = (deployment: Deployment, batches: number, bytes: number): WayIn => {
  const { bytesPerSecond, recordsPerSecond } = assumed.shard;
  const perSecond = batchesPerSecond(deployment);
  const shards = Math.max(1, Math.ceil((perSecond * bytes) / bytesPerSecond), Math.ceil(perSecond / recordsPerSecond));
  return {
    lines: [
      ...line(`${shards} provisioned`, 'shardHour', shards * HOURS_PER_MONTH),
      ...line('batches', 'streamPut', batches * Math.ceil(bytes / BYTES_PER_STREAM_PAYLOAD)),
    ],
    invocations: Math.min(batches, shards * SECONDS_PER_MONTH),
  };
};
