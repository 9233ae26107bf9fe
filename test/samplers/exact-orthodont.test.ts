// Every sweep meets the exact posteriors of the dental data.
import { itMeetsTheExactPosterior } from "../meets-exact.ts";

itMeetsTheExactPosterior(["orthodont-iw", "orthodont-flat-iw", "orthodont-zellner"]);
