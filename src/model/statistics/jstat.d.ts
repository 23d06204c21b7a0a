/** The parts of jStat that are used; the package has no types of its own. */
declare module "jstat" {
  const jStat: {
    readonly normal: { inv(p: number, mean: number, std: number): number };
    readonly studentt: { inv(p: number, degrees: number): number };
  };
  export default jStat;
}
