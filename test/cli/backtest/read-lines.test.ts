import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../cli/backtest/read-lines.ts';

const read = async (chunks: readonly Uint8Array[], longest = 1000): Promise<(string | undefined)[]> => {
  const texts: (string | undefined)[] = [];
  for await (const lines of readLines(Readable.from(chunks), longest)) {
    expect(lines.first).toBe(texts.length + 1);
    texts.push(...lines.texts);
  }
  return texts;
};
const chunksOf = (text: string, size: number): Uint8Array[] => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
};

describe('lines', () => {
  it('are those of the text, however it comes in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\n', ' ')),
          {
            maxLength: 10,
          },
        ),
        fc.integer({ min: 1, max: 9 }),
        async (lines, size) => {
          const well = lines.map((line) => line.toWellFormed());
          expect(await read(chunksOf(well.map((line) => `${line}\n`).join(''), size))).toEqual(well);
        },
      ),
    );
  });

  it.each([
    ['nothing', '', []],
    ['a last line without an end', 'a\nb', ['a', 'b']],
    ['an empty line', 'a\n\nb\n', ['a', '', 'b']],
  ])('of %s', async (_, text, expected) => {
    expect(await read(chunksOf(text, 2))).toEqual(expected);
  });

  it('that are too long are passed over, and those after them are read', async () => {
    expect(await read(chunksOf(`${'x'.repeat(500)}\nb\n${'y'.repeat(500)}`, 7), 20)).toEqual([
      undefined,
      'b',
      undefined,
    ]);
  });
});
