import pg from 'pg'

/** Opens connections to a database that will die under them: a lost one is noticed by the next query, and by nothing else. */
export function mortalPool(connectionString: string | undefined, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
