// Sweeps: what a list of blocks means, and which orders are refused because their stationary law is wrong.
import { type Block, conditionals, sampleSync, type Sweep, seededStream } from "@lmm-gibbs/samplers";
import { inverseGamma, inverseWishart, logJoint, type State } from "@lmm-gibbs/core";
import { describe, expect, test } from "vitest";
import { randomModel } from "../random-model.ts";

const model = randomModel(seededStream(4, 0), {
  sigma2: inverseGamma({ shape: 3, scale: 4 }),
  D: inverseWishart({
    df: 5,
    scale: [
      [2, 0],
      [0, 2],
    ],
  }),
});
const laws = conditionals(model);
/** The textbook engine, which draws from the very laws of `conditionals`, so that chains can be equal bit for bit. */
const short = { chains: 2, warmup: 5, draws: 20, seed: 1, engine: "textbook" } as const;
const run = (sweep: Sweep, more: object = {}): ReturnType<typeof sampleSync> =>
  sampleSync(model, { ...short, sweep, ...more });

const sigma2: Block = {
  name: "my σ²",
  draws: ["sigma2"],
  given: ["beta", "b"],
  step: (stream, _, state) => ({ ...state, sigma2: laws.sigma2(state).sample(stream) }),
};

describe("a sweep by name is its list of blocks", () => {
  test.each([
    ["marginal", ["betaMarginal", "b", "sigma2", "D"]],
    ["uncentered", ["beta", "b", "sigma2", "D"]],
    ["centered", ["betaCentered", "b", "sigma2", "D"]],
    ["interweaved", ["beta", "betaCentered", "b", "sigma2", "D", "scale"]],
  ] as const)("%s", (name, blocks) => {
    expect(run(blocks).toJSON().values).toEqual(run(name).toJSON().values);
  });

  test("marginal is the default", () => {
    expect(sampleSync(model, short).toJSON().values).toEqual(run("marginal").toJSON().values);
  });
});

describe("a user's block", () => {
  test("that draws from our law gives our chain, whether it returns the state or changes it", () => {
    const inPlace: Block = {
      ...sigma2,
      step: (stream, _, state) => {
        state.sigma2 = laws.sigma2(state).sample(stream);
      },
    };
    const ours = run("marginal", { scaleMove: "none" }).toJSON().values;
    expect(run(["betaMarginal", "b", sigma2, "D"]).toJSON().values).toEqual(ours);
    expect(run(["betaMarginal", "b", inPlace, "D"]).toJSON().values).toEqual(ours);
  });

  test("runs in the fast engine as our own block does, up to rounding", () => {
    const ours = run("marginal", { engine: "fast" });
    const theirs = run(["betaMarginal", "b", sigma2, "D"], { engine: "fast", scaleMove: "sandwich" });
    for (const variable of ours.variables) {
      const [a, b] = [ours.get(variable)[1], theirs.get(variable)[1]];
      a.forEach((value, t) => expect(b[t]).toBeCloseTo(value, 9));
    }
  });

  test("may integrate out what is redrawn after it", () => {
    const joint: Block = {
      draws: ["beta"],
      given: ["sigma2", "D"],
      integratedOut: ["b"],
      step: (stream, _, state) => ({ ...state, beta: laws.betaMarginal(state).sample(stream) }),
    };
    expect(run([joint, "b", "sigma2", "D", "scale"]).toJSON().values).toEqual(
      run("marginal").toJSON().values,
    );
  });

  test.each<[string, (state: State) => unknown, string]>([
    ["NaN", (state) => ({ ...state, sigma2: NaN }), "state.sigma2 must be a finite number above 0, got NaN"],
    [
      "a changed β",
      (state) => ({ ...state, beta: [1] }),
      "it changed beta, which is not in its draws or moves",
    ],
    ["something else", () => 7, "the state that a step returns must be an object, got 7"],
  ])("that leaves %s is named with chain and iteration", (_, step, message) => {
    const bad: Block = { ...sigma2, step: (_stream, _model, state) => step(state) as State };
    expect(() => run(["beta", "b", bad, "D"])).toThrow(message);
    expect(() => run(["beta", "b", bad, "D"])).toThrow("(block my σ², chain 1, iteration 1)");
  });
});

describe("what a step may read and change", () => {
  const metropolis: Block = {
    name: "b by Metropolis",
    draws: ["b"],
    given: ["beta", "sigma2", "D"],
    step: (stream, _model, state) => {
      const b = state.terms[0].b.map((row) => row.map((value) => value + 0.1 * stream.normal()));
      const proposal = { ...state, terms: [{ ...state.terms[0], b }] };
      const ratio = logJoint(model, proposal) - logJoint(model, state);
      return Math.log(stream.uniform()) < ratio ? proposal : state;
    },
  };

  test("a Metropolis step may follow β given b", () => {
    expect(() => run(["beta", metropolis, "sigma2", "D"])).not.toThrow();
  });

  test("a step that reads what was integrated out sees NaN, and is refused", () => {
    const rejecting: Block = { ...metropolis, step: (_stream, _model, state) => state };
    expect(() => run(["betaMarginal", rejecting, "sigma2", "D"])).toThrow(
      "b is NaN before it, because it was integrated out: a step that draws it must not read its old value",
    );
    expect(() => run(["betaMarginal", metropolis, "sigma2", "D"])).toThrow(
      "must be an array of finite numbers, got [NaN, NaN]",
    );
  });

  test("it works on a copy: what it keeps or changes of the state it was given does not reach the chain", () => {
    let kept: State | undefined;
    const keeper: Block = {
      ...sigma2,
      step: (stream, _model, state) => {
        if (kept !== undefined) kept.beta.fill(99);
        kept = state;
        return { sigma2: laws.sigma2(state).sample(stream) };
      },
    };
    expect(run(["betaMarginal", "b", keeper, "D"]).toJSON().values).toEqual(
      run("marginal", { scaleMove: "none" }).toJSON().values,
    );
  });
});

const effects: Block = {
  name: "my b",
  draws: ["b"],
  given: ["sigma2", "D"],
  integratedOut: ["beta"],
  step: (_stream, _model, state) => state,
};

describe("refused, with the reason (van Dyk & Park 2008)", () => {
  test.each<[string, Sweep, string]>([
    [
      "b not redrawn after a marginal β",
      ["betaMarginal", "sigma2", "b", "D"],
      "sigma2 conditions on b, which betaMarginal integrated out",
    ],
    [
      "D before b after a marginal β",
      ["betaMarginal", "D", "b", "sigma2"],
      "D conditions on b, which betaMarginal integrated out",
    ],
    [
      "b redrawn only in the next sweep",
      ["b", "sigma2", "D", "betaMarginal"],
      "nothing redraws it before the sweep ends",
    ],
    ["b never redrawn", ["betaMarginal"], "betaMarginal integrates b out and nothing redraws it"],
    ["β stale for b", [effects, "b", "sigma2", "D"], "b conditions on beta, which my b integrated out"],
    [
      "a law that ignores what it depends on",
      [{ ...sigma2, given: ["beta"] }],
      "my σ² draws sigma2 without conditioning on b",
    ],
    [
      "an integral that ties more together",
      [{ ...sigma2, given: ["beta"], integratedOut: ["b"] }],
      "my σ² draws sigma2 without conditioning on D",
    ],
    [
      "a block that conditions on what it draws",
      [{ ...sigma2, given: ["beta", "b", "sigma2"] }],
      "names sigma2 twice",
    ],
    ["a misspelled name", "uncentred" as never, 'got "uncentred"; did you mean "uncentered"?'],
    [
      "a name that is none",
      "centred" as never,
      'sweep must be "marginal", "uncentered", "centered", "interweaved" or a list of at least one block, got "centred"; did you mean "centered"?',
    ],
    [
      "an unknown block",
      ["betta", "b"] as never,
      'no block "betta" (beta, betaMarginal, betaCentered, b, sigma2, D, scale); did you mean "beta"?',
    ],
    [
      "a centered β after a marginal one: η is made of a b that was integrated out",
      ["betaMarginal", "betaCentered", "b", "sigma2", "D"],
      "betaCentered moves b, which betaMarginal integrated out",
    ],
    [
      "a scale move of a b that was integrated out",
      ["D", "betaMarginal", "scale", "b", "sigma2"],
      "scale moves b, which betaMarginal integrated out",
    ],
    [
      "η held for ever",
      ["betaCentered", "sigma2", "D"],
      "betaCentered moves b, which no block of the sweep draws",
    ],
    ["the scale of a D that is held", ["b", "scale"], "scale moves D, which no block of the sweep draws"],
    ["no block", [], "a list of at least one block"],
    [
      "a block without a step",
      [{ draws: ["b"], given: [] }] as never,
      "a block must be { draws, moves?, given, integratedOut?, step(stream, model, state) }",
    ],
    ["a block that draws nothing", [{ ...sigma2, draws: [] }], "a block must draw or move something"],
    ["null", [null] as never, "a block must be"],
    ["a number", 3 as never, "sweep must be"],
  ])("%s", (_, sweep, message) => {
    expect(() => run(sweep)).toThrow(RangeError);
    expect(() => run(sweep)).toThrow(message);
  });

  test("β drawn with b integrated out, then b given the new β, is right", () => {
    expect(() => run([effects, "beta", "b", "sigma2", "D"])).not.toThrow();
  });
});

describe("the scale move", () => {
  const blocks = ["betaMarginal", "b", "sigma2", "D"] as const;
  const valuesOf = (sweep: Sweep, more = {}): unknown => run(sweep, more).toJSON().values;

  test("ends a sweep of our blocks that draws b and D, unless it is switched off", () => {
    expect(run("marginal").description.scaleMove).toBe("sandwich");
    expect(valuesOf(blocks)).toEqual(valuesOf([...blocks, "scale"]));
    expect(run(blocks, { scaleMove: "none" }).description.scaleMove).toBe("none");
    expect(valuesOf("marginal", { scaleMove: "none" })).not.toEqual(valuesOf("marginal"));
  });

  test("is not added unasked to a block of one's own, nor where D is held fixed", () => {
    expect(run(["betaMarginal", "b", sigma2, "D"]).description.scaleMove).toBe("none");
    const held = run(["beta", "b", "sigma2"], {
      initial: {
        terms: [
          {
            D: [
              [1, 0],
              [0, 1],
            ],
          },
        ],
      },
    });
    expect(held.description.scaleMove).toBe("none");
  });

  test.each([
    ["another word", blocks, "yes", 'scaleMove must be "none" or "sandwich", got "yes"'],
    ["none of a list that has it", [...blocks, "scale"], "none", 'scaleMove is "none", but the sweep has'],
    ["it where D is held", ["b", "sigma2"], "sandwich", "scale moves D, which no block of the sweep draws"],
  ] as const)("refuses %s", (_, sweep, scaleMove, message) => {
    expect(() => run(sweep as Sweep, { scaleMove })).toThrow(message);
  });
});

describe("what a sweep leaves out", () => {
  test("is held fixed at its initial value", () => {
    const draws = run(["betaMarginal", "b"], {
      initial: {
        sigma2: 2.5,
        terms: [
          {
            D: [
              [1, 0.5],
              [0.5, 2],
            ],
          },
        ],
      },
    });
    for (const [variable, value] of [
      ["sigma2", 2.5],
      ["D_group[one,t]", 0.5],
      ["sd_group[t]", Math.sqrt(2)],
    ] as const) {
      for (const chain of draws.get(variable)) expect(new Set(chain)).toEqual(new Set([value]));
    }
  });

  test("must be given", () => {
    expect(() => run(["betaMarginal", "b", "D"])).toThrow(
      "the sweep holds sigma2 fixed, so initial must give its value",
    );
    expect(() => run(["beta", "b", "sigma2"], { initial: { sigma2: 1 } })).toThrow("the sweep holds D fixed");
  });
});
