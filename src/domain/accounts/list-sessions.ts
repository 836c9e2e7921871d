import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/** Somebody with more has the oldest ended: nobody works on a hundred devices. */
const LISTED_MAX = 100

export type ListedSession = {
  sessionId: string
  current: boolean
  userAgent: string | null
  address: string | null
  createdAt: string
  /** To the hour. */
  lastSeenAt: string
}

/** Lists where the actor is signed in, the current session first and then by last use. */
export async function listSessions(actor: Actor, currentSessionId: string): Promise<ListedSession[]> {
  const sessions = await db().session.findMany({
    where: { userId: actor.id, expiresAt: { gt: new Date() } },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: LISTED_MAX,
    select: { id: true, userAgent: true, ipAddress: true, createdAt: true, updatedAt: true },
  })
  return sessions
    .map(({ id, userAgent, ipAddress, createdAt, updatedAt }) => ({
      sessionId: id,
      current: id === currentSessionId,
      userAgent,
      address: ipAddress,
      createdAt: createdAt.toISOString(),
      lastSeenAt: updatedAt.toISOString(),
    }))
    .sort((a, b) => Number(b.current) - Number(a.current))
}
