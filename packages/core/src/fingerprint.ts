// A short checksum of a model, by which a saved run knows the model it belongs to.
import type { Model } from "./model.ts";

/**
 * A checksum of a model's data, design and priors: FNV-1a over their bytes.
 *
 * @param model - the model
 * @returns eight hexadecimal digits, the same on every platform of one byte order
 */
export function fingerprint({ y, X, terms, names, priors }: Model): string {
  let hash = 0x811c9dc5;
  const eat = (bytes: Uint8Array): void => {
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  };
  const text = JSON.stringify([names, terms.map(({ levels, names: effects }) => [levels, effects]), priors]);
  eat(Uint8Array.from(Array.from(text, (letter) => letter.codePointAt(0)! & 0xff)));
  const arrays = [y, X, ...terms.flatMap(({ Z, groupOf }) => [Z, groupOf])];
  for (const { buffer, byteOffset, byteLength } of arrays)
    eat(new Uint8Array(buffer, byteOffset, byteLength));
  return (hash >>> 0).toString(16).padStart(8, "0");
}
