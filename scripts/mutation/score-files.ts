/** Part of Stryker's JSON report. */
type Report = { files: Record<string, { mutants: { status: string }[] }> }

/** A mutant that makes tests run for ever is noticed too. */
const DEAD = new Set(['Killed', 'Timeout'])
const ALIVE = new Set(['Survived', 'NoCoverage'])

/** Of each file the share of mutants that tests noticed, in per cent; 100 where there is nothing to mutate. */
export function scoreFiles({ files }: Report): { file: string; score: number }[] {
  return Object.entries(files).map(([file, { mutants }]) => {
    const dead = mutants.filter(({ status }) => DEAD.has(status)).length
    const alive = mutants.filter(({ status }) => ALIVE.has(status)).length
    return { file, score: dead + alive === 0 ? 100 : (100 * dead) / (dead + alive) }
  })
}
