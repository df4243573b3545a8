import { limits } from '../../shared/core/limits.ts';

/** The parameters of an SNS request as the Query protocol sends them: one flat form. */
export type SnsForm = Readonly<Record<string, string>>;

export interface SnsRefusal {
  readonly code: 'InvalidParameter' | 'ParameterValueInvalid';
  readonly message: string;
}

/** One message per protocol, as `MessageStructure: json` gives them. Without it there is only `default`. */
export type Variants = ReadonlyMap<string, string>;

interface MessageAttribute {
  readonly name: string;
  readonly type: string;
  readonly string: string | undefined;
  readonly binary: string | undefined;
}

/**
 * What SNS refuses and an emulator takes. Codes and texts are those that AWS answers; where its own pages disagree
 * the stricter one holds, so that what passes here passes there.
 */
export const refusalOf = (form: SnsForm): SnsRefusal | undefined => {
  const message = form['Message'] ?? '';
  const subject = form['Subject'];
  if (message === '') return invalidParameter('Empty message');
  if (subject !== undefined && !isSubject(subject)) return invalidParameter('Subject');
  const attributes = attributesIn(form);
  for (const attribute of attributes) {
    const fault = faultOf(attribute);
    if (fault !== undefined) return { code: 'ParameterValueInvalid', message: fault };
  }
  if (sizeOf(message, attributes) > limits.snsMessageBytes) return invalidParameter('Message too long');
  return form['MessageStructure'] === 'json' ? structureFault(message) : undefined;
};

/** The messages in a request that SNS takes, by protocol. */
export const variantsOf = (form: SnsForm): Variants => {
  const message = form['Message'] ?? '';
  return form['MessageStructure'] === 'json' ? (jsonVariants(message) ?? new Map()) : new Map([['default', message]]);
};

const structureFault = (message: string): SnsRefusal | undefined => {
  const variants = jsonVariants(message);
  if (variants === undefined) return invalidParameter('Message Structure - JSON message body failed to parse');
  return variants.has('default')
    ? undefined
    : invalidParameter('Message Structure - No default entry in JSON message body');
};

/** The strings of a JSON object; a key with another value is ignored, and `default` is no exception. Undefined if it is no object. */
const jsonVariants = (message: string): Variants | undefined => {
  const parsed = parseJson(message);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  return new Map(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What a subscriber of one protocol gets. An empty string counts: it is what was asked for. */
export const variantFor = (protocol: string, variants: Variants): string =>
  variants.get(protocol) ?? variants.get('default') ?? '';

const invalidParameter = (what: string): SnsRefusal => ({
  code: 'InvalidParameter',
  message: `Invalid parameter: ${what}`,
});

/** Printable ASCII that does not begin with a blank, under 100 characters: today's API page allows UTF-8, its older ones do not. */
const isSubject = (subject: string): boolean =>
  /^[!-~][ -~]*$/.test(subject) && subject.length <= limits.snsSubjectLength;

const attributesIn = (form: SnsForm): MessageAttribute[] => {
  const numbers = Object.keys(form).flatMap((key) => /^MessageAttributes\.entry\.(\d+)\./.exec(key)?.[1] ?? []);
  return [...new Set(numbers)].map((number) => {
    const entry = `MessageAttributes.entry.${number}`;
    return {
      name: form[`${entry}.Name`] ?? '',
      type: form[`${entry}.Value.DataType`] ?? '',
      string: form[`${entry}.Value.StringValue`],
      binary: form[`${entry}.Value.BinaryValue`],
    };
  });
};

const faultOf = ({ name, type, string, binary }: MessageAttribute): string | undefined => {
  const family = /^(String|Number|Binary)(\..+)?$/.exec(type)?.[1];
  const value = family === 'Binary' ? binary : string;
  if (!/^(?!.*\.\.)[\w-](?:[\w.-]*[\w-])?$/.test(name)) return `Invalid message attribute name '${name}' was found.`;
  if (name.length > 256) return 'Length of message attribute name must be less than 256 bytes.';
  if (type === '') return `The message attribute '${name}' must contain non-empty message attribute value.`;
  if (family === undefined) {
    return `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`;
  }
  if (value === undefined || value === '') {
    return `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`;
  }
  if (family === 'Number' && !Number.isFinite(Number(value))) {
    return `Could not cast message attribute '${name}' value to number.`;
  }
  return undefined;
};

/** Everything of an attribute counts: name, type and value. */
const sizeOf = (message: string, attributes: readonly MessageAttribute[]): number =>
  attributes.reduce(
    (sum, { name, type, string, binary }) =>
      sum + bytes(name) + bytes(type) + bytes(string ?? '') + Buffer.byteLength(binary ?? '', 'base64'),
    bytes(message),
  );

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');
