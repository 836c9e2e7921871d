import type { AcceptedEvent } from './accept-events'
import { Batcher } from './batcher'
import type { Database } from './database'
import type { FunctionRegistry } from './function-registry'
import { NOTIFY_WAKE_SQL } from './presence'
import { storeEvents } from './store-events'

/** How many requests are stored together. Each holds up to 5,000 events, but nearly always one. */
const BATCH_SIZE_MAX = 200

/** Stores accepted events and the runs that they start before the sender gets its answer. */
export class EventIngest {
  private readonly batcher: Batcher<AcceptedEvent[], undefined>

  /** @param onStored called after runs were added */
  constructor(database: Database, registry: FunctionRegistry, onStored: () => void) {
    this.batcher = new Batcher(async (requests) => {
      const events = requests.flat()
      const nowMs = Date.now()
      const runs = events.flatMap((event) => registry.startRuns(event, nowMs))
      await database.transaction(async (client) => {
        await storeEvents(client, events, runs, registry.pace)
        if (runs.length > 0) await client.query(NOTIFY_WAKE_SQL)
      })
      if (runs.length > 0) onStored()
      return requests.map(() => undefined)
    }, BATCH_SIZE_MAX)
  }

  /** @throws when the database is away; the sender then gets an error and sends again with the same seed */
  async store(events: AcceptedEvent[]): Promise<void> {
    await this.batcher.add(events)
  }
}
