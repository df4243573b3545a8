const QUOTE = 34;
const BACKSLASH = 92;
const isOpening = (code: number): boolean => code === 91 || code === 123;
const isClosing = (code: number): boolean => code === 93 || code === 125;

/**
 * Whether brackets in a JSON text nest deeper than `limit`, found without building anything: code that walks a parsed
 * value recursively overflows its stack near a depth of 10 000. O(length). Brackets in strings do not count.
 */
export const isDeeperThan = (text: string, limit: number): boolean => {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index + 1);
    else if (isOpening(code)) {
      if (++depth > limit) return true;
    } else if (isClosing(code)) depth--;
  }
  return false;
};

/** Where the string ends whose first character is at `start`. By `indexOf`, since most of a batch lies in strings. */
const endOfString = (text: string, start: number): number => {
  let quote = text.indexOf('"', start);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote;
};

const isEscaped = (text: string, quote: number): boolean => {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before--;
  return (quote - before) % 2 === 0;
};
