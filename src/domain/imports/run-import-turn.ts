import { type ImportBatchRun, runImportBatch } from './run-import-batch'

/** Long beside what an engine takes for a step, and short beside what a proxy or a shutdown waits for one. */
const TURN_MS = 2_000

/**
 * Enrolls batch after batch of an import for two seconds, or until there is nothing to do. Each batch commits by itself,
 * so a turn that is cut short has only fewer of them, and the next one goes on there. A pause or a cancel comes between
 * two batches.
 *
 * @throws what `runImportBatch` throws, at the first batch that fails
 */
export async function runImportTurn(input: { importId: string }): Promise<ImportBatchRun> {
  const endsMs = performance.now() + TURN_MS
  for (;;) {
    const ran = await runImportBatch(input)
    if (ran.outcome === 'stopped' || performance.now() >= endsMs) return ran
  }
}
