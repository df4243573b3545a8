/** The message of a setting that is refused: what was expected, what came, what to do. */
export const refusal =
  (expected: string, remedy: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `expected ${expected}, got ${input === undefined ? 'nothing' : JSON.stringify(input)}. ${remedy}`;
