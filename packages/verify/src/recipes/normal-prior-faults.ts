// What goes wrong with the prior in the law of a normal block.
import { Matrix } from "ml-matrix";
import { powerOf } from "../matrix-power.ts";
import type { NormalFault, NormalWords } from "./normal-parts.ts";

/** Faults of the prior's precision and of what it adds to P·mean; `priorMean` is m₀, a column. */
export function priorFaults(words: NormalWords, priorMean: Matrix): NormalFault[] {
  const { prior, priorTerm } = words;
  const scaled = (id: string, says: string, precision: number, term: number): NormalFault => ({
    id,
    says,
    change: (parts) => ({
      ...parts,
      priorPrecision: Matrix.mul(parts.priorPrecision, precision),
      priorTerm: Matrix.mul(parts.priorTerm, term),
    }),
  });
  const raised = (id: string, says: string, power: number): NormalFault => ({
    id,
    says,
    change: (parts) => {
      const priorPrecision = powerOf(parts.priorPrecision, power);
      return priorPrecision && { ...parts, priorPrecision, priorTerm: priorPrecision.mmul(priorMean) };
    },
  });
  const ofPrecision = [
    scaled("prior-precision-missing", `${prior} is missing from the precision`, 0, 1),
    scaled("prior-precision-twice", `${prior} is counted twice in the precision`, 2, 1),
    raised("prior-covariance-for-precision", words.priorInverted, -1),
    raised("prior-sd-for-variance", `${prior} is made of standard deviations where variances belong`, 0.5),
    raised(
      "prior-variance-for-sd",
      `${prior} is made of squared variances: a variance was taken for a standard deviation`,
      2,
    ),
  ];
  // With a prior mean of 0 the rest are no faults, or those of the precision alone.
  if (priorMean.to1DArray().every((m) => m === 0)) return ofPrecision;
  return [
    ...ofPrecision,
    scaled(
      "prior-missing",
      `the prior is missing: ${prior} from the precision, ${priorTerm} from P·mean`,
      0,
      0,
    ),
    scaled(
      "prior-twice",
      `the prior is counted twice: ${prior} in the precision, ${priorTerm} in P·mean`,
      2,
      2,
    ),
    scaled("prior-mean-missing", `${priorTerm} is missing from P·mean`, 1, 0),
    scaled("prior-mean-twice", `${priorTerm} is counted twice in P·mean`, 1, 2),
    scaled("prior-mean-sign", `${priorTerm} has the wrong sign in P·mean`, 1, -1),
    {
      id: "prior-mean-unweighted",
      says: "the prior mean stands in P·mean without its precision",
      change: (parts) => ({ ...parts, priorTerm: priorMean }),
    },
  ];
}
