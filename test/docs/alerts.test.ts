import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notificationReasons } from '../../shared/core/incident/notification.ts';
import { renderDigest } from '../../shared/core/message/digest.ts';
import { renderMessage } from '../../shared/core/message/render.ts';
import { aNotification } from '../support/notifications.ts';
import { origin } from '../core/message/goldens.ts';

const page = readFileSync('docs/alerts.md', 'utf8');

/** The mail of a golden file, with its subject. */
const mail = (name: string): string =>
  readFileSync(`test/core/message/golden/${name}.txt`, 'utf8').split('\n\nSMS: ')[0] ?? '';

const blocks = (comment: string): [string, string][] =>
  [...page.matchAll(new RegExp(`<!-- ${comment}: ([a-z-]+) -->\\n\`\`\`\\n([^]*?)\\n\`\`\``, 'g'))].map(
    ([, name = '', text = '']) => [name, text],
  );

const whole = blocks('golden');
const starts = blocks('golden, as far as it differs');

describe('the page for those who receive alerts', () => {
  it.each(whole)('shows %s as it is sent', (name, text) => {
    expect(text).toBe(mail(name));
  });

  it.each(starts)('shows %s as it begins', (name, text) => {
    expect(text.split('\n').length).toBeGreaterThan(3);
    expect(mail(name).startsWith(`${text}\n`)).toBe(true);
  });

  it('shows and explains a message of every reason', () => {
    const shown = [...whole, ...starts].map(([name]) => name);
    const missing = [...notificationReasons, 'digest'].filter(
      (reason) => !shown.some((name) => name.startsWith(reason)) || !page.includes(`| \`${reason}\` |`),
    );
    expect(missing).toEqual([]);
  });

  it('shows the SMS', () => {
    expect(page).toContain(/^SMS: (.*)$/m.exec(readFileSync('test/core/message/golden/opened.txt', 'utf8'))?.[1]);
  });

  it('names every attribute and every reason that a filter can ask for', () => {
    const { attributes } = renderMessage(aNotification(), origin);
    expect(Object.keys(renderDigest([aNotification()], origin).attributes)).toEqual(Object.keys(attributes));
    for (const attribute of Object.keys(attributes)) expect(page).toContain(`| \`${attribute}\` | `);
    expect(page).toContain([...notificationReasons, 'digest'].map((reason) => `\`${reason}\``).join(', '));
  });
});

describe('the published schema', () => {
  it('is what the script prints: node scripts/alert-schema.ts > docs/alert.schema.json', () => {
    const { stdout } = spawnSync(process.execPath, ['scripts/alert-schema.ts'], { encoding: 'utf8' });
    expect(JSON.parse(readFileSync('docs/alert.schema.json', 'utf8'))).toEqual(JSON.parse(stdout));
  });
});
