// Doubles as text and back, every bit of them.
import { shown } from "@lmm-gibbs/core/internal";

declare function btoa(bytes: string): string;
declare function atob(text: string): string;

/** Bytes at a time: a multiple of 3, so that pieces of text join, and few enough for the arguments of one call. */
const PIECE = 3 * 4096;

/** The bytes of the numbers in base64, in the platform's byte order. */
export function textOfDoubles({ buffer, byteOffset, byteLength }: Float64Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  }
  return text;
}

/** The numbers that `textOfDoubles` wrote. @throws {RangeError} when it wrote no such text */
export function doublesOfText(text: string, name: string): Float64Array<ArrayBuffer> {
  let letters: string;
  try {
    letters = atob(text);
  } catch (error) {
    throw new RangeError(`${name} must be numbers in base64, got ${shown(text)}`, { cause: error });
  }
  if (letters.length % 8 !== 0) throw new RangeError(`${name} is cut short: ${letters.length} bytes`);
  return new Float64Array(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer);
}
