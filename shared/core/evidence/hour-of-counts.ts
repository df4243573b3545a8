/** What the settled minutes of one hour leave behind, of which dispersion is learned; minutes without events don't count. */
export interface HourOfCounts {
  readonly minutes: number;
  /** Minutes with a bad event. */
  readonly badMinutes: number;
  readonly bad: number;
  readonly total: number;
  /** Sum of bad^2 / total over its minutes. */
  readonly badSquaresOverTotal: number;
}
