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
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (isOpening(code)) {
      if (++depth > limit) return true;
    } else if (isClosing(code)) depth--;
  }
  return false;
};
