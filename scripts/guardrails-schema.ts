import { guardrailsJsonSchema } from '../shared/core/guardrail/json-schema.ts';

/** Prints the JSON Schema of guardrails.yaml: `node scripts/guardrails-schema.ts > guardrails.schema.json && npx oxfmt guardrails.schema.json`. */
process.stdout.write(`${JSON.stringify(guardrailsJsonSchema(), undefined, 2)}\n`);
