/** Events by column, as the search wants them: one code per row and attribute, and which rows are bad. */
export interface EventTable {
  readonly rows: number;
  /** 1 for each bad row. */
  readonly bad: Uint8Array;
  readonly attributes: readonly TableAttribute[];
}

export interface TableAttribute {
  readonly name: string;
  /** As text, as a group says it: code 1 is the first. */
  readonly values: readonly string[];
  /** 0 where the row doesn't have the attribute. */
  readonly codes: Uint32Array;
}

/** The events from before the incident, counted by the values of a table: what is normal for each. */
export interface Reference {
  readonly bad: number;
  readonly total: number;
  readonly attributes: ReadonlyMap<string, Marginal>;
}

/** By code; the last place is for values that the table doesn't have. */
export interface Marginal {
  readonly bad: Float64Array;
  readonly total: Float64Array;
}
