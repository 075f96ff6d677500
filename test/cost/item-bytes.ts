import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../functions/adapters/aws/attributes.ts";

/** What a list or a map takes beside what is in it, and each of its elements beside its value. */
const DOCUMENT_BYTES = 3;
const ELEMENT_BYTES = 1;

/**
 * Bytes of an item by the rules of the DynamoDB developer guide ("DynamoDB item sizes and formats"): names and texts in UTF-8, a number by its
 * significant digits, two to a byte and one more.
 */
export function bytesOfItem(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOfValue(value), 0);
}

function bytesOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return bytesOfNumber(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (value.L !== undefined) {
    return value.L.reduce((sum, one) => sum + ELEMENT_BYTES + bytesOfValue(one), DOCUMENT_BYTES);
  }
  if (value.M !== undefined) {
    return DOCUMENT_BYTES + bytesOfItem(value.M) + ELEMENT_BYTES * Object.keys(value.M).length;
  }
  return 1;
}

function bytesOfNumber(text: string): number {
  const digits = text.replace(/^-|\.|e.*$/gi, "").replace(/^0+|0+$/g, "");
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith("-") ? 1 : 0);
}
