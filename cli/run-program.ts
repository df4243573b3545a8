import { type Command, CommanderError } from 'commander';

/** Wrong use of a command: exit code 2, as for an unknown option. Every other error is a failure: exit code 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command line and returns its exit code: 0 fine, 1 findings or failure, 2 wrong use. Errors go to stderr, without a stack. */
export const runProgram = async (program: Command, argv: readonly string[]): Promise<number> => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
  for (const command of withSubcommands(program))
    command.exitOverride().showHelpAfterError(`(${pathOf(command)} --help says how it is used)`);
  try {
    await program.parseAsync([...argv]);
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`error: ${errorText(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
};

/** `parapet demo | head` closes the pipe early; that is no fault of anyone. */
const endQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
};

/** What a command is told holds for those below it only where it made them itself; here they are made apart and added. */
const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

/** `parapet silence add`. */
const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

/** What went wrong and, line by line, why; no stack, which would tell the user about us and not about the fault. */
export const errorText = (error: unknown): string => messages(error).join('\n  because: ');

/** An error and its causes, outermost first. */
const messages = (error: unknown): string[] => {
  if (!(error instanceof Error)) return [String(error)];
  const own = error.message === '' ? error.name : error.message;
  return error.cause === undefined ? [own] : [own, ...messages(error.cause)];
};
