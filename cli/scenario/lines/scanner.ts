/** What is wrong with a line, and how many characters after its beginning. */
export class LineFault extends Error {
  override readonly name = 'LineFault';
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** Reads a line from left to right. */
export class Scanner {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
    this.#skipSpaces();
  }

  get offset(): number {
    return this.#offset;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#text.length;
  }

  /** Takes what matches here (a sticky expression), with the spaces after it; undefined, and nothing taken, where it does not. */
  take(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.#offset;
    const found = form.exec(this.#text) ?? undefined;
    if (found !== undefined) {
      this.#offset += found[0].length;
      this.#skipSpaces();
    }
    return found;
  }

  /** The next word, for a message. */
  get next(): string {
    return this.isAtEnd ? 'the end of the line' : (/^\S+/.exec(this.#text.slice(this.#offset))?.[0] ?? '');
  }

  fault(expected: string): LineFault {
    return new LineFault(this.#offset, `expected ${expected}, got ${this.next}`);
  }

  #skipSpaces(): void {
    while (this.#text[this.#offset] === ' ') this.#offset++;
  }
}
