/**
 * The currencies whose minor unit is not a hundredth: ISO 4217, list one. `Intl` can't be asked: it answers how prices
 * are written there, and 100 rupiah would be read as 10,000.
 */
const decimals = new Map(
  [
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'] as const,
    [3, 'BHD IQD JOD KWD LYD OMR TND'] as const,
    [4, 'CLF UYW'] as const,
  ].flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits] as const)),
);

/** How many digits of an amount stand behind the point: 2 of CNY, 0 of JPY. */
export const decimalsOf = (currency: string): number => decimals.get(currency) ?? 2;
