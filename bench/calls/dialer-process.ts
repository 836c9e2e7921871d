import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { DialerCount } from './ring-count'

/** Whom the dialer works for: the secret that signs its results, or where it sends its events. */
export type DialerCustomer = { secret: string | null; eventsUrl: string | null }

/** A dialer in a process of its own. */
export type DialerProcess = {
  url: string
  workFor(customer: DialerCustomer): void
  count(): Promise<DialerCount>
  stop(): void
}

/**
 * Starts a dialer: the stub behind a webhook, or the fake of a provider.
 *
 * @param talkMs how long its calls last
 * @param lostPercent of how many calls no event is sent
 */
export async function startDialer(kind: string, talkMs: number, lostPercent: number): Promise<DialerProcess> {
  const script = kind === 'webhook' ? 'stub-dialer.ts' : 'fake-dialer.ts'
  const child = fork(join(import.meta.dirname, script), [kind, String(talkMs), String(lostPercent)], {
    execArgv: ['--import', 'tsx'],
  })
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return {
    url,
    workFor: (customer) => void child.send(customer),
    async count() {
      const counted = once(child, 'message')
      child.send('count')
      return ((await counted) as [DialerCount])[0]
    },
    stop: () => child.disconnect(),
  }
}
