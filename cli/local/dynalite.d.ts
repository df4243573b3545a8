/** dynalite ships no types. Only what is used here. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** A folder for LevelDB; in memory without it. */
    path?: string;
    createTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}
