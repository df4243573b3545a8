/** Rules of our own stand among those of the operator; an id of his that begins so would one day be one of ours. */
export const RESERVED_PREFIX = 'parapet-';

/** The guardrail over the event that Parapet sends itself each minute. It stands in no file of rules. */
export const SYNTHETIC_GUARDRAIL = `${RESERVED_PREFIX}synthetic`;
