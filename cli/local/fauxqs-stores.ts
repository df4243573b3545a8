import { mkdir } from 'node:fs/promises';
import type { BuildAppOptions } from 'fauxqs';

type Stores = NonNullable<BuildAppOptions['stores']>;
type Persistence = NonNullable<Stores['sqsStore']['persistence']>;

interface Inside {
  readonly SqsStore: new () => Stores['sqsStore'];
  readonly SnsStore: new () => Stores['snsStore'];
  readonly S3Store: new () => Stores['s3Store'];
  readonly PersistenceManager: new (dataDir: string) => Persistence;
}

/**
 * Stores for fauxqs that keep queues, messages, topics and subscriptions in a SQLite file. fauxqs only offers this through
 * `startFauxqs`, which listens on every network; so its parts, which it does not export, are put together here in the same order.
 */
export const persistentStores = async (dataDir: string): Promise<{ stores: Stores; close: () => void }> => {
  await mkdir(dataDir, { recursive: true });
  const [{ SqsStore }, { SnsStore }, { S3Store }, { PersistenceManager }] = await Promise.all([
    inside('./sqs/sqsStore.js'),
    inside('./sns/snsStore.js'),
    inside('./s3/s3Store.js'),
    inside('./persistence.js'),
  ]);
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const persistence = new PersistenceManager(dataDir);
  // Loaded before it is attached: loading must not write what it reads.
  persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  stores.sqsStore.persistence = persistence;
  stores.snsStore.persistence = persistence;
  for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence;
  return { stores, close: () => persistence.close() };
};

const inside = async (file: string): Promise<Inside> =>
  (await import(new URL(file, import.meta.resolve('fauxqs')).href)) as Inside;
