// What goes wrong with the data in the law of a normal block: σ² and constant factors.
import { Matrix } from "ml-matrix";
import type { NormalFault, NormalWords } from "./normal-parts.ts";

interface Factor {
  readonly id: string;
  readonly says: (what: string) => string;
  readonly factor: number;
}

/** What goes wrong with the σ² that divides the data's parts. */
const division = (sigma2: number): Factor[] => [
  { id: "sigma2-missing", says: (what) => `the division by σ² is missing in ${what}`, factor: sigma2 },
  { id: "sigma2-twice", says: (what) => `σ² is divided by twice in ${what}`, factor: 1 / sigma2 },
  {
    id: "sigma-for-sigma2",
    says: (what) => `σ is divided by where σ² belongs, in ${what}`,
    factor: Math.sqrt(sigma2),
  },
  {
    id: "sigma2-inverted",
    says: (what) => `σ² is multiplied by where it must be divided by, in ${what}`,
    factor: sigma2 ** 2,
  },
];

/** What goes wrong where σ² stands within V_i, so that nothing is left to divide by. */
const divisionAgain = (sigma2: number): Factor[] => [
  {
    id: "sigma2-twice",
    says: (what) => `σ² is divided by a second time in ${what}: V_i holds it already`,
    factor: 1 / sigma2,
  },
  {
    id: "sigma-twice",
    says: (what) => `σ is divided by in ${what}: V_i holds σ² already`,
    factor: 1 / Math.sqrt(sigma2),
  },
  {
    id: "sigma2-missing",
    says: (what) => `σ² is multiplied by in ${what}, which undoes the division that V_i⁻¹ is`,
    factor: sigma2,
  },
];

const CONSTANT: readonly Factor[] = [
  { id: "data-twice", says: (what) => `a factor 2 is too much in ${what}`, factor: 2 },
  { id: "data-half", says: (what) => `a factor ½ is too much in ${what}`, factor: 0.5 },
  { id: "data-missing", says: (what) => `nothing is there of ${what}`, factor: 0 },
  { id: "data-sign", says: (what) => `the sign is wrong of ${what}`, factor: -1 },
];

/** Faults of the data's parts, in the precision, in P·mean, and in both. */
export function dataFaults({ data, dataTerm, sigma2: place }: NormalWords, sigma2: number): NormalFault[] {
  const ofSigma2 =
    place === "divides" ? division(sigma2) : place === "within V_i" ? divisionAgain(sigma2) : [];
  return [...ofSigma2, ...CONSTANT].flatMap(({ id, says, factor }): NormalFault[] => [
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
      says: says(`${data}, in the precision`),
      change: (parts) => ({ ...parts, dataPrecision: Matrix.mul(parts.dataPrecision, factor) }),
    },
    {
      id: `${id}-in-mean`,
      says: says(`${dataTerm}, in P·mean`),
      change: (parts) => ({ ...parts, dataTerm: Matrix.mul(parts.dataTerm, factor) }),
    },
  ]);
}
