import { writeFileSync } from 'node:fs';
import { fullSize } from './quality/cells.ts';
import { printDelays } from './quality/delays-section.ts';
import { printOpenings } from './quality/openings-section.ts';
import { pictureOf } from './quality/picture-of.ts';
import { printInShort } from './quality/short-section.ts';
import { printTargets } from './quality/targets-section.ts';

/**
 * How good the alerts are: Parapet's rule beside what a user would do instead, on made-up payments whose truth is known. The
 * tables of docs/quality.md and bench/RESULTS.md, the same on every machine. Run it with
 * `npm run bench -- quality [weeks [runs [picture.svg]]]`; as it is in the docs it takes a quarter of an hour.
 */
const [, , weeks = fullSize.weeks, runs = fullSize.runs, file] = process.argv;
const size = { weeks: Number(weeks), runs: Number(runs) };
const print = (text: string): void => console.log(text);

const openings = printOpenings(size, print);
const delays = printDelays(size, print);
printTargets(openings, delays, size, print);
printInShort(openings, delays, print);
if (file !== undefined) writeFileSync(file, pictureOf(openings, delays));
