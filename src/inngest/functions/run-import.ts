import { importStaged } from '@/domain/events'
import { failImport } from '@/domain/imports/fail-import'
import { runImportTurn } from '@/domain/imports/run-import-turn'
import { defineFunction } from '@/inngest/define-function'

/** An engine allows a run 1,000 steps and replays them all at each, so a large import is several runs. */
const TURNS_PER_RUN_MAX = 100

/** A step holds one database connection while `enrollBatch` takes a second, and the pool must have room for both. */
const IMPORTS_AT_ONCE_MAX = 5

/**
 * Enrolls an import in turns of many batches. Before each batch the database is asked which is next, so that a pause, a
 * cancel or another run of the same import is noticed.
 */
export const runImportFunction = defineFunction({
  id: 'run-import',
  on: [importStaged],
  retries: 8,
  concurrency: [{ limit: 1, key: 'event.data.importId' }, { limit: IMPORTS_AT_ONCE_MAX }],
  handler: async ({ event, step, runId }) => {
    const { importId } = event.data
    for (let turn = 1; turn <= TURNS_PER_RUN_MAX; turn++) {
      const ran = await step.run(`batch-${turn}`, () => runImportTurn({ importId }))
      if (ran.outcome === 'stopped') return { turns: turn }
    }
    await step.sendEvent('go-on', importStaged.of({ importId }, { id: `import-staged:${runId}` }))
    return { turns: TURNS_PER_RUN_MAX }
  },
  onFailure: ({ event, error, step }) =>
    step.run('fail-import', () => failImport({ importId: event.data.importId, reason: error.message })),
})
