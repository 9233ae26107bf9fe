// Suggests the name a user probably meant when she wrote one that does not exist.
import { distance } from "fastest-levenshtein";

/**
 * The end of an error message: `; did you mean "Days"?`, or nothing when no candidate is near.
 *
 * @param written - the name that was not found
 * @param candidates - the names that exist
 * @returns a phrase to append to a message, empty when the nearest name differs in more than a third
 *   of its letters, or in more than two of a short one
 */
export function didYouMean(written: unknown, candidates: Iterable<string>): string {
  const short = typeof written === "string" ? written.slice(0, 100) : "";
  let best = "";
  let bestDistance = Math.max(short.length < 4 ? 1 : 2, Math.floor(short.length / 3)) + 1;
  for (const candidate of candidates) {
    const d = candidate.toLowerCase() === short.toLowerCase() ? 0 : distance(short, candidate.slice(0, 100));
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best === "" ? "" : `; did you mean ${JSON.stringify(best)}?`;
}
