// A student's derivation of β given σ², D, checked: what is wrong is named, and then a sampler with it is caught too.
import { checkConditional, conditionals, groupsOf, inverseGamma, inverseWishart, jointDistributionTest, mixedModel, normal, normalLaw } from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const model = mixedModel("distance ~ age + (1 | Subject)", readCsv(new URL("../data/orthodont.csv", import.meta.url)), {
  priors: {
    beta: normal({ mean: [17, 0.5], sd: [2, 0.3] }),
    sigma2: inverseGamma({ shape: 3, scale: 5 }),
    D: inverseWishart({ df: 5, scale: 9 }),
  },
});
const groups = groupsOf(model);
const prior = model.priors.beta;

// Her derivation, for a random intercept: V_i = σ²I + d11', so V_i⁻¹ = (I − w11')/σ² with w = d/(σ² + n_id).
// P = Ψ₀ + ΣX_i'V_i⁻¹X_i and P·mean = Ψ₀m₀ + ΣX_i'V_i⁻¹y_i. V_i⁻¹ has its 1/σ², but she divides by σ² once more.
function myBeta({ sigma2, terms }, times = 1 / sigma2) {
  const d = terms[0].D[0][0];
  const precision = prior.precision.map((row) => [...row]);
  const precisionMean = prior.precision.map((row) => row.reduce((sum, value, l) => sum + value * prior.mean[l], 0));
  for (const { y, X } of groups) {
    const w = d / (sigma2 + y.length * d);
    const total = (column) => column.reduce((sum, value) => sum + value, 0);
    const weighted = (a, b) => (times * (total(a.map((value, j) => value * b[j])) - w * total(a) * total(b))) / sigma2;
    const columns = [0, 1].map((k) => X.map((row) => row[k]));
    columns.forEach((x, k) => {
      precisionMean[k] += weighted(x, y);
      columns.forEach((other, l) => (precision[k][l] += weighted(x, other)));
    });
  }
  return { precision, precisionMean };
}

console.log(String(checkConditional(model, "betaMarginal", (state) => myBeta(state))));

// Without the second division it is right.
console.log(`\n${checkConditional(model, "betaMarginal", (state) => myBeta(state, 1))}`);

// A random step of one's own cannot be checked by its density alone: is it drawn from the law, and with the right Jacobian?
// Here a Metropolis step on log σ² without its Jacobian, in place of our draw of σ².
const laws = new WeakMap();
const lawsOf = (of) => laws.get(of) ?? laws.set(of, conditionals(of)).get(of);
const step = {
  name: "σ² by Metropolis",
  draws: ["sigma2"],
  given: ["beta", "b"],
  step(stream, of, state) {
    const law = lawsOf(of).sigma2(state);
    const proposal = state.sigma2 * Math.exp(0.5 * stream.normal());
    const ratio = law.logDensity(proposal) - law.logDensity(state.sigma2); // + Math.log(proposal / state.sigma2)
    return Math.log(stream.uniform()) < ratio ? { sigma2: proposal } : {};
  },
};
const test = jointDistributionTest(model, { sweep: ["betaMarginal", "b", step, "D"], replicates: 60, draws: 20, seed: 1 });
console.log(`\n${test}`);
