/** Part of Stryker's JSON report. */
type Report = { files: Record<string, { mutants: { status: string }[] }> }

/** How many mutants of a file there are, and how many of them the tests noticed. */
export type FileScore = { file: string; dead: number; mutants: number }

/** A mutant that makes tests run for ever is noticed too. */
const DEAD = new Set(['Killed', 'Timeout'])
/** Mutants with any other status are not counted: they do not compile, or were left out with a reason. */
const ALIVE = new Set(['Survived', 'NoCoverage'])

export function scoreFiles({ files }: Report): FileScore[] {
  return Object.entries(files).map(([file, { mutants }]) => {
    const dead = mutants.filter(({ status }) => DEAD.has(status)).length
    const alive = mutants.filter(({ status }) => ALIVE.has(status)).length
    return { file, dead, mutants: dead + alive }
  })
}
