import type { EventTable, Reference, TableAttribute } from './event-table.ts';

/** Nearly one value for each event: it names events, not who they have in common. */
const IDENTITY_SHARE = 0.5;
/** An attribute that good events have less than half as often as bad ones says how they failed, as `reason` does. */
const SYMPTOM_RATIO = 0.5;

/** The attributes that may tell who: neither identities nor symptoms, and with more than one value to choose from. */
export const searchable = (table: EventTable, reference: Reference): TableAttribute[] =>
  table.attributes.filter((attribute) => {
    const { present, presentBad, bad } = presenceIn(table, attribute);
    if (present === 0 || (attribute.values.length === 1 && present === table.rows)) return false;
    if (attribute.values.length > IDENTITY_SHARE * present) return false;
    const before = goodBefore(reference, attribute.name);
    const good = table.rows - bad + before.good;
    const presentGood = present - presentBad + before.present;
    // Without a good event nothing is known of them.
    return good === 0 || presentGood / good >= SYMPTOM_RATIO * (presentBad / Math.max(1, bad));
  });

const presenceIn = (
  { rows, bad }: EventTable,
  { codes }: TableAttribute,
): { present: number; presentBad: number; bad: number } => {
  let [present, presentBad, all] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const isBad = bad[row] === 1;
    if (isBad) all++;
    if (codes[row] === 0) continue;
    present++;
    if (isBad) presentBad++;
  }
  return { present, presentBad, bad: all };
};

const goodBefore = ({ attributes }: Reference, name: string): { good: number; present: number } => {
  const marginal = attributes.get(name);
  if (marginal === undefined) return { good: 0, present: 0 };
  const goods = marginal.total.map((total, code) => total - (marginal.bad[code] ?? 0));
  const good = goods.reduce((sum, count) => sum + count, 0);
  return { good, present: good - (goods[0] ?? 0) };
};
