// Declares seedrandom's Alea alone; the package's index would bring all its generators and Node's crypto in.
declare module "seedrandom/lib/alea.js" {
  function alea(seed: string): { int32(): number };
  export default alea;
}
