import type { WriteStream } from 'node:tty';

export interface Progress {
  /** `done` of `total`; `text` says what is going on. */
  show(done: number, total: number, text: string): void;
  /** Before anything else is printed, and at the end. */
  clear(): void;
}

const width = 24;
const linesInPipe = 10;

/** One line that is rewritten on a terminal; a line now and then where the output goes into a file or a pipe. */
export const progressOn = (stream: Pick<WriteStream, 'isTTY' | 'write'>): Progress =>
  stream.isTTY
    ? {
        show: (done, total, text) => {
          const filled = Math.round((done / total) * width);
          stream.write(`\r\u001b[2K${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${text}`);
        },
        clear: () => stream.write('\r\u001b[2K'),
      }
    : {
        show: (done, total, text) => {
          if (done % Math.ceil(total / linesInPipe) === 0) stream.write(`${text}\n`);
        },
        clear: () => undefined,
      };
