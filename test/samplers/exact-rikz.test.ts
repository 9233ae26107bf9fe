// Every sweep meets the exact posteriors of the beaches.
import { itMeetsTheExactPosterior } from "../meets-exact.ts";

itMeetsTheExactPosterior(["rikz-iw", "rikz-halft", "rikz-zellner"]);
