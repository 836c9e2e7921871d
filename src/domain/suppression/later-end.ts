import { Prisma } from '@/platform/db'

/**
 * The end of an entry, the row `entry` of an `ON CONFLICT`, that was asked for with another end: the later of both, and
 * none where one of them has none.
 */
export function laterEnd(): Prisma.Sql {
  return Prisma.sql`CASE WHEN entry.until IS NULL OR excluded.until IS NULL THEN NULL
    ELSE greatest(entry.until, excluded.until) END`
}
