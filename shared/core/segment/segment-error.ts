/** A stored segment that can't be read. It is counted, alarmed and left out of judging; it is never guessed at. */
export class SegmentError extends Error {
  override readonly name = 'SegmentError';
  readonly reason: 'corrupt' | 'unknown_version';

  constructor(reason: 'corrupt' | 'unknown_version', message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
