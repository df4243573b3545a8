/** A fault beyond the form of the file: where in the guardrail or silence, and what was expected and came. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
