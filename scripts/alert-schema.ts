import * as z from 'zod';
import { alertSchema } from '../shared/core/message/schema.ts';

/** Prints the JSON Schema of an alert: `node scripts/alert-schema.ts > docs/alert.schema.json && npx oxfmt docs/alert.schema.json`. */
process.stdout.write(`${JSON.stringify(z.toJSONSchema(alertSchema), undefined, 2)}\n`);
