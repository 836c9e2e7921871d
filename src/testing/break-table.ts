import { db, Prisma } from '@/platform/db'

type Breakage = {
  /** How many writes fail; later writes succeed. Default: every write fails. */
  times?: number
  sqlState?: string
  /** Fails the transaction at its commit, and not at the write. */
  atCommit?: boolean
  /** Runs the SQL on a database other than the test's own. */
  run?: (sql: string) => Promise<unknown>
}

/**
 * Makes writes to a table fail inside Postgres, as a full disk or a lost lock would. Everything that the use case wrote
 * before in the same transaction must then be gone.
 *
 * @returns a function that mends the table
 */
export async function breakTable(table: string, breakage: Breakage = {}): Promise<() => Promise<void>> {
  const { times = 2_000_000_000, sqlState = 'P0001', atCommit = false } = breakage
  const { run = (sql: string) => db().execute`${Prisma.raw(sql)}` } = breakage
  const kind = atCommit ? 'CONSTRAINT TRIGGER' : 'TRIGGER'
  const deferred = atCommit ? 'DEFERRABLE INITIALLY DEFERRED' : ''
  // A sequence keeps its count through rollbacks.
  await run(`CREATE SEQUENCE broken_${table}_writes`)
  await run(`
    CREATE FUNCTION break_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('broken_${table}_writes') <= ${times} THEN
        RAISE EXCEPTION 'The table ${table} is broken.' USING ERRCODE = '${sqlState}';
      END IF;
      RETURN NEW;
    END $$`)
  await run(`
    CREATE ${kind} break_${table} AFTER INSERT OR UPDATE ON ${table} ${deferred}
    FOR EACH ROW EXECUTE FUNCTION break_${table}()`)
  return async () => {
    await run(`DROP FUNCTION break_${table}() CASCADE`)
    await run(`DROP SEQUENCE broken_${table}_writes`)
  }
}
