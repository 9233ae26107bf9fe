// Every sweep meets the exact posteriors of the sleep study.
import { itMeetsTheExactPosterior } from "../meets-exact.ts";

itMeetsTheExactPosterior(["sleepstudy-iw", "sleepstudy-halft"]);
