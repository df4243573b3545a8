/** A stored rollup that can't be read. Its minutes are not known, which is not the same as empty; it is never guessed at. */
export class RollupError extends Error {
  override readonly name = 'RollupError';
  readonly reason: 'corrupt' | 'unknown_version';

  constructor(reason: 'corrupt' | 'unknown_version', message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
