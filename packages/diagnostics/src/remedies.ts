// What to do about variables that fail, chosen from how they fail.
import { type Evidence, namesOf, type Remedy, remedy } from "./remedy.ts";
import { forLength, forLocation, forPair, forScale } from "./slow-remedies.ts";
import { chainList, nameList } from "./words.ts";

/** A run so many times as long is less trouble than another sampler. */
const CHEAP = 5;

/** Numbers that are none come first: nothing else can be judged beside them. */
function forValues({ examined }: Evidence): Remedy[] {
  const names = namesOf(examined.filter(({ notFinite }) => notFinite > 0));
  if (names.length === 0) return [];
  const text =
    `${nameList(names)}: the run broke down. Look for a response or covariate on a huge scale, and for a prior that ` +
    "leaves the posterior improper.";
  return [remedy("values", names, text)];
}

function forStarts({ examined }: Evidence): Remedy[] {
  const stuck = examined.filter((each) => each.stuck.length > 0);
  if (stuck.length === 0) return [];
  const names = nameList(namesOf(stuck));
  if (stuck.every(({ stuck: chains, draws }) => chains.length === draws.chains.length)) {
    const text = `${names}: no chain moves. Is a step missing? What is held fixed on purpose can be named in \`held\`.`;
    return [remedy("starts", namesOf(stuck), text)];
  }
  const chains = [...new Set(stuck.flatMap((each) => each.stuck))].toSorted((a, b) => a - b);
  const text =
    `${names}: ${chainList(chains)} never move${chains.length === 1 ? "s" : ""}. Look at where it starts: a step may fail ` +
    "there without a word, or a variance that reached 0 may hold its effects (then a tighter prior on it). Dropping the " +
    "chain would only hide that.";
  return [remedy("starts", namesOf(stuck), text)];
}

function forUnit({ examined }: Evidence): Remedy[] {
  const names = namesOf(examined.filter((each) => each.undefined?.cause === "too small"));
  if (names.length === 0) return [];
  return [remedy("unit", names, `${nameList(names)}: use a unit in which the draws are of order 1.`)];
}

function forModel({ faults }: Evidence): Remedy[] {
  const apart = [...faults].flatMap(([{ variable }, fault]) =>
    fault.kind === "apart" ? [{ variable, fault }] : [],
  );
  if (apart.length === 0) return [];
  const names = apart.map(({ variable }) => variable);
  const least = Math.floor(Math.min(...apart.map(({ fault }) => fault.ownEss)));
  const text =
    `${nameList(names)}: each chain mixes by itself (bulk ESS at least ${least}), but they disagree on its ` +
    `${apart[0].fault.on}, and a longer run will hardly join them. Look for two modes, a prior that disagrees with the ` +
    "data, and bad starts; draw what is tied together in one block.";
  return [remedy("model", names, text)];
}

function forWarmup({ faults, warmup, iterations, thin }: Evidence): Remedy[] {
  const early = [...faults].flatMap(([{ variable }, fault]) =>
    fault.kind === "settling" || fault.kind === "trending" ? [{ variable, fault }] : [],
  );
  if (early.length === 0) return [];
  const names = early.map(({ variable }) => variable);
  const [{ variable, fault }] = early;
  const sign =
    fault.kind === "settling"
      ? `the second halves of its chains agree (R-hat ${fault.laterRhat.toFixed(3)})`
      : `all its chains move ${fault.direction} from start to end`;
  const more = iterations * thin;
  const text =
    `${nameList(names)}: lengthen the warm-up by ${more}${warmup === undefined ? "" : ` to ${warmup + more}`} iterations, ` +
    `or start nearer to the posterior. Of ${nameList([variable])} ${sign}.`;
  return [remedy("warmup", names, text)];
}

/**
 * What to do, chosen from how the variables fail: first what more draws cannot mend, then what is least trouble,
 * for the variables with the fewest effective draws before others.
 *
 * @param evidence - the tests, and how each failing variable goes wrong
 * @returns remedies of different kinds
 */
export function remediesFor(evidence: Evidence): Remedy[] {
  const least = ({ variables }: Remedy): number =>
    Math.min(
      ...evidence.examined
        .filter(({ variable }) => variables.includes(variable))
        .map(({ values }) => Math.min(values.essBulk, values.essTail)),
    );
  const better = [...forScale(evidence), ...forLocation(evidence), ...forPair(evidence)].toSorted(
    (a, b) => least(a) - least(b),
  );
  const longer = forLength(evidence);
  const isCheap = longer.some(({ draws = Infinity }) => draws <= CHEAP * evidence.iterations);
  return [
    ...forValues(evidence),
    ...forStarts(evidence),
    ...forUnit(evidence),
    ...forModel(evidence),
    ...forWarmup(evidence),
    ...(isCheap ? [...longer, ...better] : [...better, ...longer]),
  ];
}
