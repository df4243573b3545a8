import { whyNoDynamoDbLocal } from './dynamodb-local/start.ts';

/** Says by name what this machine could not test: a count of skipped tests is easily read over. */
export default (): (() => void) => () => {
  const why = whyNoDynamoDbLocal();
  if (why !== undefined)
    process.stdout.write(`\nSkipped: the store contracts on DynamoDB Local (${why}); dynalite ran them.\n`);
};
