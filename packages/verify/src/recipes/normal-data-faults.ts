// What goes wrong with the data in the law of a normal block: σ² and constant factors.
import { Matrix } from "ml-matrix";
import type { NormalFault, NormalWords } from "./normal-parts.ts";

/** Faults of the data's parts, in the precision, in P·mean, and in both. */
export function dataFaults({ data, dataTerm, sigma2: place }: NormalWords, sigma2: number): NormalFault[] {
  const sigma = Math.sqrt(sigma2);
  const within = place === "within V_i";
  const factors: readonly (readonly [id: string, says: (what: string) => string, factor: number])[] = [
    [
      "sigma2-missing",
      (what) =>
        within ? `V_i⁻¹ is multiplied by σ² in ${what}` : `σ² is missing: ${what} must be divided by it`,
      sigma2,
    ],
    [
      "sigma2-twice",
      (what) =>
        within
          ? `${what} is divided by σ², which V_i holds already: σ² is divided by a second time`
          : `σ² is divided by twice in ${what}`,
      1 / sigma2,
    ],
    ["sigma-for-sigma2", (what) => `${what} is divided by σ where σ² belongs`, within ? 1 / sigma : sigma],
    [
      "sigma2-inverted",
      (what) => `${what} is multiplied by σ² where it must be divided`,
      within ? NaN : sigma2 ** 2,
    ],
    ["data-twice", (what) => `${what} is counted twice`, 2],
    ["data-half", (what) => `${what} has a factor ½ too much`, 0.5],
    ["data-missing", (what) => `${what} is missing`, 0],
    ["data-sign", (what) => `${what} has the wrong sign`, -1],
  ];
  return factors
    .filter(([, , factor]) => !Number.isNaN(factor))
    .flatMap(([id, says, factor]): NormalFault[] => [
      {
        id,
        says: says(`${data} and ${dataTerm}`),
        change: (parts) => ({
          ...parts,
          dataPrecision: Matrix.mul(parts.dataPrecision, factor),
          dataTerm: Matrix.mul(parts.dataTerm, factor),
        }),
      },
      {
        id: `${id}-in-precision`,
        says: `${says(data)} in the precision`,
        change: (parts) => ({ ...parts, dataPrecision: Matrix.mul(parts.dataPrecision, factor) }),
      },
      {
        id: `${id}-in-mean`,
        says: `${says(dataTerm)} in P·mean`,
        change: (parts) => ({ ...parts, dataTerm: Matrix.mul(parts.dataTerm, factor) }),
      },
    ]);
}
