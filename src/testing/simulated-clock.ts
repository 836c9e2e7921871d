import { vi } from 'vitest'
import { db, disconnect } from '@/platform/db'

/**
 * Sets the clocks of a test file, that of this process and that of the file's own database, to moments of the test's
 * choice, at which they then stand still: for what depends on the hour of the day. Statements of ours that say `now()` get
 * that moment; defaults of columns and functions that were made before keep to the real one.
 */
export class SimulatedClock {
  static async start(ms: number): Promise<SimulatedClock> {
    // Whatever says now() finds this one first, since pg_catalog is named behind it.
    await db().execute`CREATE SCHEMA simulated`
    await db().execute`CREATE TABLE simulated.clock (at timestamptz NOT NULL)`
    await db().execute`INSERT INTO simulated.clock VALUES (${new Date(ms)}::timestamptz)`
    await db().execute`
      CREATE FUNCTION simulated.now() RETURNS timestamptz STABLE LANGUAGE sql AS 'SELECT at FROM simulated.clock'`
    await db().execute`
      CREATE FUNCTION simulated.statement_timestamp() RETURNS timestamptz STABLE LANGUAGE sql
      AS 'SELECT at FROM simulated.clock'`
    await db().execute`
      DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET search_path = simulated, public, pg_catalog', current_database());
      END $$`
    // Connections that are open keep the path that they began with.
    await disconnect()
    vi.useFakeTimers({ toFake: ['Date'] })
    const clock = new SimulatedClock()
    await clock.set(ms)
    return clock
  }

  async set(ms: number): Promise<void> {
    vi.setSystemTime(ms)
    await db().execute`UPDATE simulated.clock SET at = ${new Date(ms)}::timestamptz`
  }

  /** Gives the process its real clock back. */
  stop(): void {
    vi.useRealTimers()
  }
}
