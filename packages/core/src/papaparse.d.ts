// Declares the part of papaparse that csv.ts and draws.ts call; @types/papaparse would bring Node's and the DOM's types in.
declare module "papaparse" {
  interface ParseError {
    readonly message: string;
    /** The 0-based record, where known. */
    readonly row?: number;
  }
  interface ParseOptions {
    readonly delimiter: string;
    readonly newline: "\n" | "\r\n" | "\r";
    /** How many records to read; all when left out. */
    readonly preview?: number;
  }
  const Papa: {
    parse(text: string, options: ParseOptions): { data: string[][]; errors: ParseError[] };
    unparse(
      table: { fields: readonly string[]; data: readonly number[][] },
      options: { newline: string },
    ): string;
  };
  export default Papa;
}
