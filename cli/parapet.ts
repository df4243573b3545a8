#!/usr/bin/env node
import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { backtestCommand } from './commands/backtest.ts';
import { checkCommand } from './commands/check.ts';
import { costCommand } from './commands/cost.ts';
import { demoCommand } from './commands/demo.ts';
import { importCommand } from './commands/import.ts';
import { sendCommand } from './commands/send.ts';
import { silenceCommand } from './commands/silence.ts';
import { startCommand } from './commands/start.ts';
import { testCommand } from './commands/test.ts';
import { runProgram } from './run-program.ts';

const help = `
Exit code of every command: 0 fine, 1 findings or a failure, 2 wrong use. Colours are left out where NO_COLOR is set and in pipes.

Examples:
  $ npm run demo
  $ npm start
  $ npm run send -- samples/payloads/batch.json
  $ npm run parapet -- check guardrails.yaml
  $ npm run parapet -- silence --help`;

const program = new Command('parapet')
  .description(
    'Alerts on payment guardrails, with proof. This is the one-machine side: the same handlers as on AWS, embedded engines.',
  )
  .version(packageJson.version, '-V, --version', 'print the version')
  .addCommand(demoCommand())
  .addCommand(startCommand())
  .addCommand(sendCommand())
  .addCommand(silenceCommand())
  .addCommand(checkCommand())
  .addCommand(testCommand())
  .addCommand(backtestCommand())
  .addCommand(importCommand())
  .addCommand(costCommand())
  .addHelpText('after', help);

process.exitCode = await runProgram(program, process.argv);
