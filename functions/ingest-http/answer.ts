import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { IngestOutcome } from '../../shared/app/ingest.ts';
import { httpError } from './body.ts';

/** After a throttle DynamoDB's adaptive capacity needs some seconds; sooner would only meet the next one. */
const RETRY_AFTER_SECONDS = '5';

/**
 * 202 with what became of each event; 400 with the same body when there was not one valid event among them, so that a
 * producer that looks at nothing but the status hears of it.
 */
export const answer = (outcome: IngestOutcome): APIGatewayProxyStructuredResultV2 => {
  switch (outcome.kind) {
    case 'refused':
      throw httpError(outcome.refusal.status, outcome.refusal.code, outcome.refusal.message);
    case 'unavailable':
      throw httpError(
        503,
        'unavailable',
        'the batch may not be stored; send all of it again, nothing is counted twice',
        {
          'Retry-After': RETRY_AFTER_SECONDS,
        },
      );
    case 'stored': {
      const nothingValid = outcome.report.accepted === 0 && outcome.report.rejected > 0;
      return {
        statusCode: nothingValid ? 400 : 202,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(outcome.report),
      };
    }
  }
};
