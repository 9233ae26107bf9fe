// The limits that the field advises for draws to be believed.

/** The largest R-hat of chains that have mixed. Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4. */
export const MOST_RHAT = 1.01;

/** The least bulk and tail effective sample size for each chain, from the same section. */
export const LEAST_ESS_A_CHAIN = 100;
