// Every full conditional of a model at one state: its numbers, and how it is derived.
import { conditionals, mixedModel } from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const model = mixedModel("Richness ~ NAP + (1 | Beach)", readCsv(new URL("../data/rikz.csv", import.meta.url)));
const laws = conditionals(model);

// A value of everything unknown: J = 9 beaches, one random intercept each. The default prior of D is a half-t, so its
// full conditional is given an auxiliary α.
const state = {
  beta: [6.6, -2.6],
  sigma2: 9.4,
  terms: [{ b: model.terms[0].levels.map(() => [0]), D: [[8.7]], auxiliary: [20] }],
};

const beta = laws.beta(state);
console.log("β | b, σ²        mean", beta.mean, "covariance", beta.covariance);
const marginal = laws.betaMarginal(state);
console.log("β | σ², D        mean", marginal.mean, "covariance", marginal.covariance);
const b1 = laws.b(state, "1");
console.log("b_1 | β, σ², D   mean", b1.mean, "variance", b1.covariance);
const { shape, scale } = laws.sigma2(state);
console.log("σ² | β, b        inverse-gamma, shape", shape, "scale", scale);
const D = laws.D(state);
console.log("D | b, α        ", D.family, "df", D.df, "scale", D.scale);
const alpha = laws.auxiliary(state).components[0];
console.log("α | D            inverse-gamma, shape", alpha.shape, "scale", alpha.scale);

// Each law prints its derivation, here in the notation of lecture C with these numbers; and as LaTeX.
console.log(`\n${laws.sigma2(state).toText({ notation: "C", numbers: true })}`);
console.log(`\n${b1.toText({ notation: "B", numbers: true })}`);
console.log(`\n${marginal.toLatex({ notation: "A" })}`);
