// The dental study: distance ~ age for 27 children, with the priors of the course.
import { fit, inverseGamma, inverseWishart, normal } from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const data = readCsv(new URL("../data/orthodont.csv", import.meta.url));
const dental = await fit("distance ~ age + (age | Subject)", data, {
  priors: {
    beta: normal({ mean: 0, precision: 1e-6 }),
    sigma2: inverseGamma({ shape: 0.001, scale: 0.001 }),
    D: inverseWishart({ df: 4, scale: [[5, 0], [0, 0.05]] }),
  },
  draws: 2000,
  seed: 601,
});
console.log(String(dental));
