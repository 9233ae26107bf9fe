// A student's derivation of β given σ², D, checked: what is wrong is named, and then a sampler with it is caught too.
import {
  checkConditional,
  conditionals,
  groupsOf,
  inverseGamma,
  inverseWishart,
  jointDistributionTest,
  mixedModel,
  mixedModelFromMatrices,
  normal,
} from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const priors = {
  beta: normal({ mean: [17, 0.5], sd: [2, 0.3] }),
  sigma2: inverseGamma({ shape: 3, scale: 5 }),
  D: inverseWishart({ df: 5, scale: 9 }),
};
const dental = readCsv(new URL("../data/orthodont.csv", import.meta.url));
const model = mixedModel("distance ~ age + (1 | Subject)", dental, { priors });
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
console.log();
console.log(String(checkConditional(model, "betaMarginal", (state) => myBeta(state, 1))));

// A step that proposes is no law that could be checked by its density. Does it leave the posterior as it is? Geweke's test
// says, from simulations on a small design, that of five of the children. Here log σ² is proposed, and its Jacobian forgotten.
const few = groups.slice(0, 5);
const small = mixedModelFromMatrices(
  { y: few.map(({ y }) => y), X: few.map(({ X }) => X), Z: few.map(({ Z }) => Z), names: ["(Intercept)", "age"] },
  { priors },
);
const lawsOf = new WeakMap(); // the test simulates data, so a step meets many models
const metropolis = (jacobian) => ({
  name: "σ² by Metropolis",
  draws: ["sigma2"],
  given: ["beta", "b"],
  step(stream, of, state) {
    if (!lawsOf.has(of)) lawsOf.set(of, conditionals(of));
    const law = lawsOf.get(of).sigma2(state);
    const proposal = state.sigma2 * Math.exp(0.8 * stream.normal());
    const ratio = law.logDensity(proposal) - law.logDensity(state.sigma2);
    return Math.log(stream.uniform()) < ratio + jacobian(proposal / state.sigma2) ? { sigma2: proposal } : {};
  },
});
const steps = [
  { title: "Without the Jacobian", jacobian: () => 0 },
  { title: "With it", jacobian: Math.log },
];
for (const { title, jacobian } of steps) {
  const sweep = ["betaMarginal", "b", metropolis(jacobian), "D"];
  const test = jointDistributionTest(small, { sweep, replicates: 150, seed: 1 });
  console.log(`\n${title}. ${String(test)}`);
}
