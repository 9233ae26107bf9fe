// One replicate of a calibration: parameters from the prior, data from the model, draws from the sampler under test.
import { type Model, type State, withResponse } from "@lmm-gibbs/core";
import { sampleSync, seededStream } from "@lmm-gibbs/samplers";
import { priorDraws, simulateResponse } from "./prior-draws.ts";
import { ofReplicate, type SettledSimulation } from "./simulation-options.ts";
import { stateVariables, statesOfDraws } from "./states-of-draws.ts";

/** One replicate's parameters and the draws of their posterior. */
interface Replicate {
  readonly model: Model;
  readonly truth: State;
  readonly draws: State[];
}

/** Runs a replicate: parameters, data, and a chain of kept draws. */
export type RunReplicate = (
  name: string,
  index: number,
  chain: { warmup: number; draws: number; thin: number },
) => Replicate;

/** The sampler under test, with everything it is run with. */
export function replicateOf(model: Model, { seed, sampler, withEffects }: SettledSimulation): RunReplicate {
  const drawState = priorDraws(model);
  return (name, index, chain) => {
    const stream = seededStream(`${seed}/${name}`, index);
    const truth = drawState(stream);
    const data = withResponse(model, simulateResponse(model, truth, stream));
    try {
      const drawn = sampleSync(data, {
        ...sampler,
        ...chain,
        chains: 1,
        seed: `${seed}/${name}/${index}/${chain.thin}`,
        keep: stateVariables(withEffects),
      });
      return { model: data, truth, draws: statesOfDraws(data, drawn, withEffects) };
    } catch (error) {
      throw ofReplicate(error, index);
    }
  };
}
