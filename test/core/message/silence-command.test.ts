import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { silenceLines } from '../../../shared/core/message/silence-command.ts';
import { aMember, aNotification } from '../../support/notifications.ts';
import { origin } from './goldens.ts';

const of = (group: string): Notification => aNotification({ members: [aMember({ group })] });
const commandOf = (notification: Notification, stackName?: string): string =>
  silenceLines(notification, { ...origin, ...(stackName === undefined ? undefined : { stackName }) })[1] ?? '';

describe('the command that silences', () => {
  it.each<[string, Notification, string[]]>([
    [
      'names the group that is broken',
      of('bank=icbc'),
      [
        'To silence bank=icbc for 2 hours:',
        '  npm run parapet -- silence add --guardrail payment-failures --match bank=icbc --for 2h --by "$USER" --why "because ..."',
      ],
    ],
    [
      'takes the guardrail when it is broken as a whole',
      of(''),
      [
        'To silence this guardrail for 2 hours:',
        '  npm run parapet -- silence add --guardrail payment-failures --for 2h --by "$USER" --why "because ..."',
      ],
    ],
    [
      'says that it covers more when a value is not safe to paste',
      of('bank=icbc;reboot'),
      [
        'To silence this guardrail for 2 hours, all of it, since bank=icbc;reboot is not safe to paste into a shell:',
        '  npm run parapet -- silence add --guardrail payment-failures --for 2h --by "$USER" --why "because ..."',
      ],
    ],
    [
      'names the group whose events stopped',
      aNotification({ reason: 'stale', stale: { since: aNotification().since, groups: ['bank=ccb'] } }),
      [
        'To silence bank=ccb for 2 hours:',
        '  npm run parapet -- silence add --guardrail payment-failures --match bank=ccb --for 2h --by "$USER" --why "because ..."',
      ],
    ],
  ])('%s', (_, notification, lines) => {
    expect(silenceLines(notification, origin)).toEqual(lines);
  });

  it('names the stack that it came from, and its Region: it is pasted where another one may be usual', () => {
    const command = commandOf(of('bank=icbc'), 'Parapet-eu');
    expect(command).toMatch(/ --why "because \.\.\." --stack Parapet-eu --region eu-west-1$/);
  });

  it('names no Region where none is known', () => {
    const [, command] = silenceLines(of('bank=icbc'), { accountId: '', region: '', stackName: 'Parapet' });
    expect(command).toMatch(/ --stack Parapet$/);
  });

  it.each(['bank=(other)', 'bank=', '=icbc', 'icbc', 'bank=a b', 'bank=*', 'bank=~', 'bank=a=b', 'ba nk=a', 'bank=é'])(
    'leaves out %s',
    (group) => {
      expect(commandOf(of(group))).not.toContain('--match');
    },
  );

  it('means to a shell what it says, whatever a group is called', () => {
    const property = fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (value) => {
      const command = commandOf(of(`bank=${value}`), 'Parapet');
      expect(command).toMatch(
        /^ {2}[A-Za-z0-9_.:@/+= -]+ --by "\$USER" --why "because \.\.\." --stack Parapet --region eu-west-1$/,
      );
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is one command with the words that it shows', () => {
    const command = commandOf(of('bank=A.b_c:d@e/f+g-h'), 'Parapet').replace('npm run parapet --', 'printf "%s\\n"');
    const words = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8', env: { ...process.env, USER: 'anna' } });
    expect(words.trimEnd().split('\n')).toEqual(
      ['silence', 'add', '--guardrail', 'payment-failures', '--match', 'bank=A.b_c:d@e/f+g-h'].concat([
        '--for',
        '2h',
        '--by',
        'anna',
        '--why',
        'because ...',
        '--stack',
        'Parapet',
        '--region',
        'eu-west-1',
      ]),
    );
  });
});
