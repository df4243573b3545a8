/** What `extends` knows. Apart from the presets themselves, which are written in the terms of the schema that asks for this. */
export const presetNames = ['payments/cards', 'payments/wallet', 'payments/transfer', 'payments/payouts'] as const;
export type PresetName = (typeof presetNames)[number];
