// A symbol of LaTeX in plain Unicode: \sigma_0^2 is σ₀², X_i stays X_i.

const LETTERS: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  eta: "η",
  mu: "μ",
  nu: "ν",
  phi: "φ",
  Phi: "Φ",
  Psi: "Ψ",
  sigma: "σ",
  Sigma: "Σ",
  tau: "τ",
  omega: "ω",
  otimes: "⊗ ",
};

/**
 * A symbol in plain text.
 *
 * @param latex - Greek letters, subscripts, hats, \mathrm, \{, \} and the exponents 2 and −1
 * @returns Unicode; digits as subscripts, letters after a low line
 */
export function plainSymbol(latex: string): string {
  return latex
    .replace(/\\mathrm\{(\w+)\}/g, "$1")
    .replace(/\\hat\{([^}]*)\}/g, "$1\u0302")
    .replace(/\\([A-Za-z]+) ?/g, (command, name: string) => LETTERS[name] ?? command)
    .replace(/\\([{}])/g, "$1")
    .replace(/_(?:\{([^}]*)\}|(.))/g, (_, long: string | undefined, short: string) =>
      subscript(long ?? short),
    )
    .replace(/\^\{-1\}/g, "⁻¹")
    .replace(/\^2/g, "²")
    .normalize("NFC");
}

function subscript(text: string): string {
  return /^\d+$/.test(text)
    ? Array.from(text, (digit) => String.fromCodePoint(0x2080 + Number(digit))).join("")
    : `_${text}`;
}
