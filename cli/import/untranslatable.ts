/** Why a rule has no counterpart: a sentence for its owner. */
export class Untranslatable extends Error {
  override readonly name = 'Untranslatable';
}
