import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;

const sizes = new WeakMap<Item, number>();

/**
 * Bytes of an item as DynamoDB counts them for its units: names and texts in UTF-8, binary as it is, a number as one byte
 * for two digits and one more. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const sizeOf = (item: Item): number => {
  let size = sizes.get(item);
  if (size === undefined) {
    size = Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
    sizes.set(item, size);
  }
  return size;
};

const valueSize = ({ S: string, B: binary, N: number }: AttributeValue): number => {
  if (string !== undefined) return Buffer.byteLength(string);
  if (binary !== undefined) return binary.length;
  if (number !== undefined) return Math.ceil(number.length / 2) + 1;
  throw new Error('expected a text, binary or a number: the adapters write nothing else');
};
