// Values, names and formulas that no table, formula or option should trip over.

/** What a cell may hold, by class. */
export const CELLS: Readonly<Record<string, () => unknown>> = {
  Infinity: () => Infinity,
  "-Infinity": () => -Infinity,
  NaN: () => Number.NaN,
  null: () => null,
  undefined: () => undefined,
  "empty text": () => "",
  blank: () => " ",
  hexadecimal: () => "0x10",
  "decimal comma": () => "1,5",
  text: () => "abc",
  "text of a number": () => "3.5",
  "the text NaN": () => "NaN",
  "negative zero": () => -0,
  "the largest number": () => Number.MAX_VALUE,
  "the smallest number": () => Number.MIN_VALUE,
  "1e150": () => 1e150,
  "2^53": () => 2 ** 53,
  boolean: () => true,
  Date: () => new Date(0),
  "invalid Date": () => new Date(Number.NaN),
  bigint: () => 10n,
  symbol: () => Symbol("cell"),
  function: () => () => 1,
  "nested object": () => ({ value: 1 }),
  array: () => [1],
  "boxed number": () => Object(3) as unknown,
  "boxed text": () => Object("a") as unknown,
  "huge text": () => "long ".repeat(20_000),
  emoji: () => "👩‍👧",
  "right-to-left": () => "\u202Eabc",
  NUL: () => "\0",
  "lone surrogate": () => "\uD800",
  "a formula of a spreadsheet": () => "=cmd()",
  __proto__: () => "__proto__",
  "proxy that throws": () => throwingProxy(),
  "revoked proxy": () => revokedProxy(),
};

/** What a column may be called. */
export const NAMES: readonly string[] = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "length",
  "👩‍👧",
  "עברית",
  "\u202Eabc",
  "=cmd()",
  "+1",
  "-x",
  "@name",
  "a\0b",
  "a b",
  "a,b",
  'a"b',
  "a\nb",
  "sigma2",
  "beta",
  "(Intercept)",
  "1",
  "x".repeat(5000),
  "a`b",
  "",
];

/** What stands where a formula should. */
export const FORMULAS: readonly unknown[] = [
  "",
  "y",
  "~",
  "y ~",
  "y ~ x",
  "y ~ x + (1 | )",
  "y ~ x + (1 | g",
  "y ~ x + (1 | g) + (1 | f)",
  "y ~ x + (1 | g))",
  "y ~ y + (1 | g)",
  "y ~ unknown + (1 | g)",
  "y ~ x + (1 | unknown)",
  "Y ~ x + (1 | g)",
  "y ~ 0 + (1 | g)",
  "y ~ x + (0 | g)",
  "y ~ x ^ 99 + (1 | g)",
  "y ~ sin(x) + (1 | g)",
  "y ~ x %in% f + (1 | g)",
  "y ~ x + (1 | x)",
  "y ~ `x + (1 | g)",
  "y ~ x; process.exit() + (1 | g)",
  "y ~ __proto__ + (1 | g)",
  "y ~ constructor + (1 | g)",
  `y ~ ${"(".repeat(3000)}x${")".repeat(3000)} + (1 | g)`,
  `y ~ ${"x + ".repeat(3000)}x + (1 | g)`,
  `y ~ ${"x * ".repeat(300)}x + (1 | g)`,
  "\0 ~ x + (1 | g)",
  "y\u202E ~ x + (1 | g)",
  "👩‍👧 ~ x + (1 | g)",
  null,
  undefined,
  5,
  Number.NaN,
  10n,
  Symbol("formula"),
  {},
  ["y ~ x + (1 | g)"],
  () => "y ~ x + (1 | g)",
];

/** A proxy whose every trap throws. */
export function throwingProxy(): object {
  const fail = (): never => {
    throw new Error("the trap");
  };
  return new Proxy(
    {},
    { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail },
  );
}

/** A proxy that was revoked. */
export function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
