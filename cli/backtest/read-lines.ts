import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Lines that follow each other. */
export interface Lines {
  /** The number of the first, from 1. */
  readonly first: number;
  /** Without what ended them; one that was longer than allowed is undefined. */
  readonly texts: readonly (string | undefined)[];
}

/** Reads lines chunk by chunk. Of one that is too long no more is held than fits: a file without a line end fills no memory. */
export async function* readLines(stream: Readable, longest: number): AsyncIterable<Lines> {
  const decoder = new StringDecoder('utf8');
  let first = 1;
  let begun = '';
  let isTooLong = false;
  for await (const chunk of stream) {
    const text = decoder.write(chunk as Buffer);
    const pieces = text.split('\n');
    const last = pieces.pop() ?? '';
    if (pieces.length > 0) {
      const texts: (string | undefined)[] = pieces;
      texts[0] = isTooLong ? undefined : begun + (pieces[0] ?? '');
      yield { first, texts };
      first += texts.length;
      [begun, isTooLong] = ['', false];
    }
    if (!isTooLong) begun += last;
    if (begun.length > longest) [begun, isTooLong] = ['', true];
  }
  begun += decoder.end();
  if (begun !== '' || isTooLong) yield { first, texts: [isTooLong ? undefined : begun] };
}
