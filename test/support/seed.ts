import fc from 'fast-check';

/**
 * One seed for all properties, so that a run says of a change and not of luck whether it is right; mutation tests need
 * that too. `FC_SEED=7 npm test` looks elsewhere. fast-check prints seed and path of what it finds.
 */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20260302) });
