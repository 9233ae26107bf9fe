// The claimed and the right parameters side by side.
import type { Evidence } from "./conditional-check.ts";
import type { LawPair } from "./direction.ts";
import { powerOf } from "./matrix-power.ts";
import type { NaturalLaw } from "./natural-law.ts";

/** The claimed and the right numbers, by name; `names` are those of the value's components. */
export function evidenceOf({ claimed, right }: LawPair, names: readonly string[]): Evidence[] {
  const most = 6;
  const numbers = (law: NaturalLaw): [name: string, value: number][] => {
    if (law.family === "inverse-gamma") {
      return names.flatMap((name, k): [string, number][] => [
        [`shape of ${name}`, law.shape[k]],
        [`scale of ${name}`, law.scale[k]],
      ]);
    }
    const elements = (matrix: { get(k: number, l: number): number }, what: string): [string, number][] =>
      names.flatMap((name, k) =>
        names
          .slice(k)
          .map((other, l): [string, number] => [`${what}[${name},${other}]`, matrix.get(k, k + l)]),
      );
    if (law.family === "inverse-wishart") return [["df", law.df], ...elements(law.scale, "scale")];
    const mean = powerOf(law.precision, -1)?.mmul(law.precisionMean);
    return [
      ...names.map((name, k): [string, number] => [`mean[${name}]`, mean?.get(k, 0) ?? NaN]),
      ...elements(law.precision, "P"),
    ];
  };
  const yours = numbers(claimed);
  return numbers(right)
    .map(([quantity, value], k) => ({ quantity, yours: yours[k][1], right: value }))
    .slice(0, most);
}
