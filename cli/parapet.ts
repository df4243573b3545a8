#!/usr/bin/env node
import { Command } from 'commander';
import { demoCommand } from './commands/demo.ts';
import { sendCommand } from './commands/send.ts';
import { silenceCommand } from './commands/silence.ts';
import { startCommand } from './commands/start.ts';
import { runProgram } from './run-program.ts';

const program = new Command('parapet')
  .description(
    'Alerts on payment guardrails, with proof. This is the one-machine side: the same handlers as on AWS, embedded engines.',
  )
  .addCommand(demoCommand())
  .addCommand(startCommand())
  .addCommand(sendCommand())
  .addCommand(silenceCommand())
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run demo\n  $ npm start\n  $ npm run send -- samples/payloads/batch.json',
  );

process.exitCode = await runProgram(program, process.argv);
