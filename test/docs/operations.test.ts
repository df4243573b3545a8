import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Alarm, alarmsOf, descriptionOf, everything } from '../infra/alarms.ts';
import { synthesize } from '../infra/synth.ts';

const manual = readFileSync('docs/operations.md', 'utf8');
const anchorsIn = (text: string, level: RegExp): string[] =>
  [...text.matchAll(level)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));

describe('each alarm', () => {
  const both = [...alarmsOf(synthesize()), ...alarmsOf(everything)];
  const [, section = ''] = /^## Alarms$(.*?)(?=^## |$(?![^]))/ms.exec(manual) ?? [];
  const anchors = anchorsIn(section, /^### (.+)$/gm);
  const anchorOf = (each: Alarm) => /Runbook: docs\/operations\.md#([a-z-]+)$/.exec(descriptionOf(each))?.[1];

  it('says what it means, what to do, and where more of it stands', () => {
    expect(anchors.length).toBeGreaterThan(20);
    expect(both.filter(([, each]) => !anchors.includes(anchorOf(each) ?? '')).map(([id]) => id)).toEqual([]);
  });

  it('is in the manual under a heading that is about it or its like, and none is there for nothing', () => {
    const used = new Set([...both.map(([, each]) => anchorOf(each)), 'synthetic-event']);
    expect(used).toEqual(new Set(anchors));
  });

  it('fits into what CloudWatch keeps of a description', () => {
    // With what the names of resources add.
    expect(both.filter(([, each]) => descriptionOf(each).length > 1024 - 100).map(([id]) => id)).toEqual([]);
  });
});

describe('the manual', () => {
  it('leads to no heading that is not there', () => {
    const anchors = anchorsIn(manual, /^#+ (.+)$/gm);
    for (const [, anchor] of manual.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
  });

  it('knows every dead-letter queue', () => {
    const named = alarmsOf(everything).flatMap(
      ([, each]) => / dead-letter queue of (\S+) holds/.exec(descriptionOf(each))?.[1] ?? [],
    );
    expect(named.length).toBeGreaterThanOrEqual(5);
    for (const name of named)
      expect(manual).toContain(name.startsWith('Subscriptions/') ? 'those under `Subscriptions`' : `| \`${name}\` |`);
  });
});
