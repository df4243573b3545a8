/** What the operator wrote cannot be deployed. The message is for the operator, one problem a line: a stack trace would bury it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
