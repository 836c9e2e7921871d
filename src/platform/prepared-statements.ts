import { createHash } from 'node:crypto'

/** What a statement begins with that is prepared. */
const PREPARED = '/* prepared */'

const names = new Map<string, string>()

/**
 * Returns the name under which a connection keeps a statement parsed, and planned once the server has seen that no
 * plan of its own would be better; undefined for a statement that is parsed and planned each time.
 *
 * For the few statements that every enrollment sends, parsing and planning takes longer than running them. Each
 * connection keeps what it has prepared, so a statement whose text or best plan depends on what is asked (a list with
 * its filters) is not one of them.
 *
 * @param sql begins with `/* prepared *\/` to be prepared
 */
export function preparedName({ sql }: { sql: string }): string | undefined {
  if (!sql.trimStart().startsWith(PREPARED)) return undefined
  const known = names.get(sql)
  if (known !== undefined) return known
  // By its text: an app of the release before may use the same connection of a pool in between.
  const name = `p_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`
  names.set(sql, name)
  return name
}
