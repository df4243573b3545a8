import { cards } from './cards.ts';
import type { PresetName } from './names.ts';
import { payouts } from './payouts.ts';
import type { Preset } from './preset.ts';
import { transfer } from './transfer.ts';
import { wallet } from './wallet.ts';

export const presets: Readonly<Record<PresetName, Preset>> = {
  'payments/cards': cards,
  'payments/wallet': wallet,
  'payments/transfer': transfer,
  'payments/payouts': payouts,
};
