// Applies to a model the rule that covers it.
import type { Model } from "../model.ts";
import type { Unknown } from "../state.ts";
import { evidenceOf, type Finding } from "./evidence.ts";
import { judgeIndependent } from "./independent-variances.ts";
import { HELD, independentPriors, tailsOf } from "./tails.ts";
import { judgeUnstructured } from "./unstructured.ts";

/**
 * Whether the posterior is proper, given the unknowns that are held fixed.
 *
 * @param model - the model, X of full column rank unless β has a normal prior
 * @param held - unknowns that have one value
 * @returns the finding
 */
export function judge(model: Model, held: readonly Unknown[] = []): Finding {
  if (held.includes("beta") || held.includes("b")) {
    return {
      verdict: "not covered",
      rule: "none",
      why: `${held.filter((one) => one === "beta" || one === "b").join(" and ")} held fixed: the rules are for a posterior of both`,
    };
  }
  const { sigma2, D } = model.priors;
  const evidence = evidenceOf(model);
  const residual = held.includes("sigma2") ? HELD : tailsOf(sigma2);
  if (held.includes("D")) {
    return judgeIndependent(
      evidence,
      residual,
      model.terms[0].names.map(() => HELD),
    );
  }
  const [prior] = D;
  const independent = independentPriors(prior);
  return independent === null
    ? judgeUnstructured(evidence, residual, prior as Exclude<typeof prior, { kind: "diagonal" }>)
    : judgeIndependent(evidence, residual, independent.map(tailsOf));
}
