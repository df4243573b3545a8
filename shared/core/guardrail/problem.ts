/** Where in a text, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** Something that is wrong in guardrails.yaml: where, of which key, and what was expected there. */
export interface Problem extends Place {
  /** Missing where the text is no YAML, and so has no keys. */
  readonly path?: Path;
  readonly message: string;
}

/** `guardrails.yaml:4:12: guardrails[0].critical.above: expected …, got …`, of which editors and terminals make a link. */
export const problemText = (fileName: string, { line, column, path, message }: Problem, prefix = ''): string =>
  `${fileName}:${line}:${column}: ${prefix}${path === undefined ? '' : `${pathText(path)}: `}${message}`;

export const pathText = (path: Path): string =>
  path.length === 0
    ? 'the file'
    : path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
