import type { NewRun } from './start-runs'

/** A batch whose run was not called yet, and how many events it can still take. */
export type OpenBatch = { runId: string; key: string; room: number }

/** An event that starts a batched function, with the run that takes it. */
export type BatchedEvent = { run: NewRun & { batch: NonNullable<NewRun['batch']> }; runId: string }

/**
 * Decides which run takes each event: an open batch of its key as long as there is room in one, otherwise a new run
 * with the id of the first event's run. The events are taken in order of their ids, the older ones first.
 */
export function fillBatches(open: readonly OpenBatch[], runs: readonly NewRun[]): BatchedEvent[] {
  const openByKey = new Map<string, OpenBatch[]>()
  for (const batch of open) openByKey.set(batch.key, [...(openByKey.get(batch.key) ?? []), batch])
  const filling = new Map<string, { runId: string; room: number }>()
  return runs
    .filter((run): run is BatchedEvent['run'] => run.batch !== null)
    .toSorted((a, b) => (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0))
    .map((run) => {
      const { key, sizeMax } = run.batch
      let into = filling.get(key)
      if (!into || into.room === 0) {
        const { runId, room } = openByKey.get(key)?.shift() ?? { runId: run.id, room: sizeMax }
        into = { runId, room }
        filling.set(key, into)
      }
      into.room--
      return { run, runId: into.runId }
    })
}
