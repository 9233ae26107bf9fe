// A block of one's own in place of ours: a Metropolis step for σ² under a prior that no conjugate update knows.
import { conditionals, inverseGamma, inverseWishart, logJoint, mixedModel, sample, summarize } from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const model = mixedModel("Richness ~ NAP + (1 | Beach)", readCsv(new URL("../data/rikz.csv", import.meta.url)), {
  priors: { sigma2: inverseGamma({ shape: 2, scale: 10 }), D: inverseWishart({ df: 3, scale: 10 }) },
});
const laws = conditionals(model);

// The model's own law of σ² times e^(−σ), a prior factor of our own.
const logTarget = (state, sigma2) => laws.sigma2(state).logDensity(sigma2) - Math.sqrt(sigma2);

const metropolis = {
  name: "σ² by Metropolis",
  draws: ["sigma2"],
  given: ["beta", "b"],
  step(stream, _model, state) {
    const proposal = state.sigma2 * Math.exp(0.6 * stream.normal());
    const ratio =
      logTarget(state, proposal) - logTarget(state, state.sigma2) + Math.log(proposal / state.sigma2);
    return Math.log(stream.uniform()) < ratio ? { ...state, sigma2: proposal } : state;
  },
};

const draws = await sample(model, { sweep: ["betaMarginal", "b", metropolis, "D"], seed: 7 });
console.log(String(summarize(draws)));
console.log("log joint density at the last state:", logJoint(model, draws.saved.chains[0].state));
