import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { parsePublicId } from '@/domain/ids'
import { startReceiver } from './receiver'
import { plannedResult } from './result-plan'
import { seededRandom } from './seeded-random'

const TALK_MS_MIN = 200
const TALK_MS_MAX = 1_500
const RETRY_MS = 250

type Asked = { callId: string; name: string; resultUrl: string }

export type PlannedDialer = {
  url: string
  /** UUIDs of the calls that were placed, by contact name, in order. */
  placed: Map<string, string[]>
  /** How many requests came. There are more than calls when the app could not store an answer and asked again. */
  requests: () => number
  close: () => Promise<void>
}

/**
 * Starts a dialer on loopback that knows calls by their ids, as every dialer must. A repeated request gets the same
 * answer and places nothing. Each call ends after 0.2 to 1.5 s with the result of `plannedResult`. The result is
 * reported until the app accepts it; one of three results is reported twice.
 *
 * @param secret the agents' signing secret
 * @param onAsked sees each request, repeated ones too
 */
export async function startPlannedDialer(secret: string, onAsked: (callId: string) => void): Promise<PlannedDialer> {
  const random = seededRandom(7)
  const placed = new Map<string, string[]>()
  const known = new Set<string>()
  let closed = false

  const tell = async (url: string, body: string) => {
    const id = crypto.randomUUID()
    while (!closed) {
      const now = new Date()
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
      }
      const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null)
      if (answer?.status === 200) return
      await sleep(RETRY_MS)
    }
  }

  const talk = async ({ name, resultUrl }: Asked, n: number) => {
    const seconds = (TALK_MS_MIN + random() * (TALK_MS_MAX - TALK_MS_MIN)) / 1000
    const twice = random() < 1 / 3
    await sleep(seconds * 1000)
    const endedAt = new Date().toISOString()
    const body = JSON.stringify({ resultType: plannedResult(name, n), duration: Math.ceil(seconds), endedAt })
    await Promise.all([tell(resultUrl, body), twice && tell(resultUrl, body)])
  }

  const receiver = await startReceiver((_, response, { body }) => {
    const asked = JSON.parse(body) as Asked
    const callId = parsePublicId('call', asked.callId) ?? ''
    onAsked(callId)
    if (!known.has(callId)) {
      known.add(callId)
      const calls = [...(placed.get(asked.name) ?? []), callId]
      placed.set(asked.name, calls)
      void talk(asked, calls.length)
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ providerCallId: `planned-${callId}` }))
    return undefined
  })
  return {
    url: receiver.url,
    placed,
    requests: () => receiver.received.length,
    close: async () => {
      closed = true
      await receiver.close()
    },
  }
}
