import { Prisma } from '@/platform/db'
import type { AttemptLimit } from './attempt-limit.rules'

/** How much of a counter (`attempt_buckets bucket`) is used up by now: used attempts come back with time. */
export function stillUsed({ secondsPerAttempt }: AttemptLimit): Prisma.Sql {
  return Prisma.sql`greatest(0, bucket.used
    - extract(epoch FROM clock_timestamp() - bucket.updated_at) / ${secondsPerAttempt}::float8)`
}
