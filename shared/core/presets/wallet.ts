import type { Preset } from './preset.ts';
import { bankSide } from './wallet-banks.ts';
import { merchantSide } from './wallet-merchants.ts';
import { regulatorSide } from './wallet-regulators.ts';
import { steps } from './wallet-steps.ts';

export const wallet: Preset = {
  name: 'payments/wallet',
  says: 'A mobile wallet and payments by QR code: a guardrail for each step (bind a card, scan, confirm, receive) and for each party.',
  guardrails: [...steps, ...merchantSide, ...bankSide, ...regulatorSide],
};
