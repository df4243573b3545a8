import { describe, expect, it } from 'vitest';
import {
  chanceText,
  countOf,
  durationText,
  momentText,
  numberText,
  percentText,
  spanText,
} from '../../../shared/core/message/format.ts';
import { moneyText, roughMoneyText } from '../../../shared/core/message/money.ts';
import { paceText, paceWords } from '../../../shared/core/message/pace.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { NOW, THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';

const ago = (minutes: number) => addMinutes(THIS_MINUTE, -minutes);

describe('a number as a person reads it', () => {
  it.each([
    [0.5827, '58.3%'],
    [0.1, '10%'],
    [0.0119, '1.19%'],
    [0.00412, '0.412%'],
    [0, '0%'],
    [1, '100%'],
    [0.99996, 'over 99.9%'],
    [0.000001, 'under 0.001%'],
  ])('the rate %d is %s', (rate, text) => {
    expect(percentText(rate)).toBe(text);
  });

  it.each([
    [0, '0'],
    [0.0667, '0.0667'],
    [1.2, '1.2'],
    [26.04, '26'],
    [1234.4, '1,234'],
  ])('the number %d is %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  it.each([
    [0.5, '50 checks in 100'],
    [0.05, '1 check in 10'],
    [1e-4, '1 check in 10,000'],
    [9e-5, '1 check in 10,000'],
    [3e-7, '1 check in a million'],
    [3e-8, '1 check in 10 million'],
    [3e-44, '1 check in a billion'],
    [0, '1 check in a billion'],
  ])('the chance %d is %s', (probability, text) => {
    expect(chanceText(probability)).toBe(text);
  });

  it.each([
    [1, '1 event'],
    [0, '0 events'],
    [5054, '5,054 events'],
  ])('%d of something is %s', (count, text) => {
    expect(countOf(count, 'event')).toBe(text);
  });
});

describe('money in minor units', () => {
  it.each([
    [1_230_000, 'CNY', 'CNY 12,300.00'],
    [98_000, 'JPY', 'JPY 98,000'],
    [12_345, 'KWD', 'KWD 12.345'],
    [12_345, 'CLF', 'CLF 1.2345'],
    // Intl has no decimals for these: it would say a hundred times as much.
    [10_000, 'IDR', 'IDR 100.00'],
    [10_000, 'HUF', 'HUF 100.00'],
    [5, 'EUR', 'EUR 0.05'],
    [5, 'yuan; rm -rf', '? 0.05'],
  ])('%d of %s is %s', (amount, currency, text) => {
    expect(moneyText(amount, currency)).toBe(text);
  });

  it.each([
    [5_324_049, 'USD', 'USD 53,240', 'USD 53.2K'],
    [5_000_000, 'USD', 'USD 50,000', 'USD 50K'],
    [123_456_789, 'JPY', 'JPY 123,456,789', 'JPY 123M'],
    [41_250, 'KWD', 'KWD 41', 'KWD 41.3'],
  ])('%d of %s is about %s, and in little room %s', (amount, currency, rough, brief) => {
    expect([roughMoneyText(amount, currency), roughMoneyText(amount, currency, true)]).toEqual([rough, brief]);
  });
});

describe('a pace is told in the unit of its limit', () => {
  it.each([
    ['20/min', 1.2, '1.2/min', '1.2 a minute'],
    ['1200/h', 1.2, '72/h', '72 an hour'],
    ['3 / s', 90, '1.5/s', '1.5 a second'],
  ])('%s', (limitText, rate, short, words) => {
    expect([paceText(aProof({ limitText, rate })), paceWords(aProof({ limitText, rate }))]).toEqual([short, words]);
  });
});

describe('a time as a person reads it', () => {
  it.each([
    [1, '1 minute'],
    [59, '59 minutes'],
    [60, '1 h'],
    [242, '4 h 2 min'],
    [48 * 60, '2 days'],
    [51 * 60 + 7, '2 days 3 h'],
  ])('%d minutes are %s', (minutes, text) => {
    expect(durationText(minutes)).toBe(text);
  });

  it.each([
    [ago(6), '08:54 UTC'],
    [ago(9 * 60), '00:00 UTC'],
    [ago(9 * 60 + 1), '2026-03-01 23:59 UTC'],
  ])('a moment has its date unless it is of the same day: %d', (minute, text) => {
    expect(momentText(minute, NOW)).toBe(text);
  });

  it.each([
    [ago(2), ago(0), 'from 08:58 to 09:00 UTC'],
    [ago(600), ago(0), 'from 2026-03-01 23:00 to 2026-03-02 09:00 UTC'],
    [ago(660), ago(600), 'from 2026-03-01 22:00 to 23:00 UTC'],
  ])('a window has dates where it is not all of the same day: %d to %d', (from, to, text) => {
    expect(spanText(from, to, NOW)).toBe(text);
  });
});
