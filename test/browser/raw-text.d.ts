// What a bundler makes of "?raw" imports: the text of the file.
declare module "*?raw" {
  const text: string;
  export default text;
}
