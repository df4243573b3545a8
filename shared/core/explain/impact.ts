import { dictionaryColumn } from '../guardrail/select.ts';
import { BAD, NOT_COUNTED } from '../rollup/classify.ts';
import { attributeOf, type GroupKey, groupKey, WHOLE } from '../rollup/series.ts';
import { type Columns, valueAt } from '../segment/columns.ts';
import type { DistinctMinute } from '../segment/dedupe.ts';
import type { EpochMinute } from '../units.ts';
import { countedRows, type Counting } from './counted.ts';
import { normalRate } from './expectation.ts';
import type { Impact } from './explanation.ts';
import { countedWithin, isTellable, scopeOfAny } from './scope.ts';

/** The stretch that an impact is of. */
export interface ImpactRange {
  /** The minutes that were counted: `from` to `to - 1`; those without events too. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  /** Older minutes were left out. */
  readonly atLeast: boolean;
}

/**
 * What an incident has cost, minute by minute: events of any of its groups, each once, against the mildest level's limit.
 * Which events were counted as `(other)` nobody knows afterwards, so that those groups are left out.
 */
export class ImpactCount {
  readonly #groups: readonly GroupKey[];
  readonly #counting: Counting;
  readonly #isVolume: boolean;
  #bad = 0;
  #total = 0;
  readonly #value = { bad: 0, total: 0 };
  readonly #before = { bad: 0, total: 0 };
  readonly #amounts = new Map<string, number>();
  readonly #merchants = new Set<string>();
  #hasMerchants = false;
  /** Of a volume: the limit holds for each group on its own. */
  readonly #events = new Map<GroupKey, number>();

  constructor(groups: readonly GroupKey[], counting: Counting) {
    this.#groups = groups.includes(WHOLE) ? [WHOLE] : [...new Set(groups)].filter(isTellable);
    this.#counting = counting;
    this.#isVolume = counting.metric.bad.kind === 'none';
  }

  /** Whether there is anything to count. */
  get isTellable(): boolean {
    return this.#groups.length > 0;
  }

  /** Counts a minute of the incident, each once; answers how many events it counted. */
  add({ segments }: DistinctMinute): number {
    const before = this.#total;
    for (const { columns, keep } of segments) {
      const kinds = countedWithin(countedRows(columns, keep, this.#counting), scopeOfAny(columns, this.#groups));
      for (const kind of kinds) if (kind !== NOT_COUNTED) this.#total++;
      if (this.#isVolume) this.#addEvents(columns, kinds);
      else this.#addBad(columns, kinds);
    }
    return this.#total - before;
  }

  /** Counts a minute from before the incident, likewise. */
  addBefore({ segments }: DistinctMinute): number {
    const before = this.#before.total;
    for (const { columns, keep } of segments) {
      const kinds = countedWithin(countedRows(columns, keep, this.#counting), scopeOfAny(columns, this.#groups));
      for (const kind of kinds) {
        if (kind === NOT_COUNTED) continue;
        this.#before.total++;
        if (kind === BAD) this.#before.bad++;
      }
    }
    return this.#before.total - before;
  }

  impactOver({ from, to, atLeast }: ImpactRange): Impact {
    const normal = this.#isVolume ? undefined : normalRate(this.#before);
    return {
      from,
      to,
      bad: this.#bad,
      total: this.#total,
      beyondLimit: atLeastNothing(this.#isVolume ? this.#beyondVolume(to - from) : this.#beyondRate()),
      ...(normal === undefined ? undefined : { beyondNormal: atLeastNothing(this.#bad - normal * this.#total) }),
      amounts: [...this.#amounts]
        .map(([currency, amount]) => ({ currency, amount }))
        .sort((left, right) => right.amount - left.amount || (left.currency < right.currency ? -1 : 1)),
      ...(this.#hasMerchants ? { merchants: this.#merchants.size } : undefined),
      atLeast,
    };
  }

  #addBad(columns: Columns, kinds: Uint8Array): void {
    const amounts = columns.numbers.get('amount');
    const currencies = columns.fields.get('currency');
    const merchants = dictionaryColumn(columns, 'merchant');
    const weighted = this.#counting.metric.weight !== undefined;
    for (let row = 0; row < kinds.length; row++) {
      if (kinds[row] === NOT_COUNTED) continue;
      const amount = amounts?.[row] ?? Number.NaN;
      if (weighted && !Number.isNaN(amount)) this.#value.total += amount;
      const merchant = valueAt(merchants, row);
      if (merchant !== undefined) this.#hasMerchants = true;
      if (kinds[row] !== BAD) continue;
      this.#bad++;
      if (merchant !== undefined) this.#merchants.add(String(merchant));
      const currency = valueAt(currencies, row);
      if (Number.isNaN(amount) || currency === undefined) continue;
      if (weighted) this.#value.bad += amount;
      this.#amounts.set(String(currency), (this.#amounts.get(String(currency)) ?? 0) + amount);
    }
  }

  /** Counted by value: of a hundred groups each would be another walk over the rows. */
  #addEvents(columns: Columns, kinds: Uint8Array): void {
    for (const attribute of new Set(this.#groups.map(attributeOf))) {
      const column = attribute === '' ? undefined : dictionaryColumn(columns, attribute);
      const events = new Float64Array((column?.values.length ?? 0) + 1);
      for (let row = 0; row < kinds.length; row++) {
        if (kinds[row] === NOT_COUNTED) continue;
        const code = column?.codes[row] ?? 0;
        events[code] = (events[code] ?? 0) + 1;
      }
      const groups =
        attribute === '' ? [WHOLE] : [undefined, ...(column?.values ?? []).map((value) => groupKey(attribute, value))];
      for (const [code, group] of groups.entries())
        if (group !== undefined) this.#events.set(group, (this.#events.get(group) ?? 0) + (events[code] ?? 0));
    }
  }

  #beyondRate(): number {
    const { allowedIn, turned } = this.#counting;
    const limit = allowedIn(WHOLE);
    if (limit === undefined) return 0;
    const allowed = turned ? 1 - limit : limit;
    if (this.#counting.metric.weight === undefined) return this.#bad - allowed * this.#total;
    // The limit is a share of the value: of the bad events the part that the bad value beyond it is.
    const { bad, total } = this.#value;
    return bad === 0 ? 0 : this.#bad * (1 - (allowed * total) / bad);
  }

  /** Groups of different attributes hold the same events: of the attribute with the most, lest any is counted twice. */
  #beyondVolume(minutes: number): number {
    const { level, allowedIn } = this.#counting;
    const byAttribute = new Map<string, number>();
    for (const group of this.#groups) {
      const events = this.#events.get(group) ?? 0;
      const allowed = allowedIn(group);
      if (allowed === undefined) continue;
      const beyond = level.direction === 'below' ? allowed * minutes - events : events - allowed * minutes;
      const attribute = attributeOf(group);
      byAttribute.set(attribute, (byAttribute.get(attribute) ?? 0) + Math.max(0, beyond));
    }
    return Math.max(0, ...byAttribute.values());
  }
}

const atLeastNothing = (value: number): number => Math.max(0, Math.round(value));
