import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { workDue } from '@/domain/events'
import { currentRequestId, withRequestContext } from '@/platform/request-context'
import { announceSoon } from './announce-soon'

const published = vi.hoisted(() => vi.fn<(request: string | undefined, agentId: string) => void>())

vi.mock('@/platform/outbox', () => ({
  publishEvents: async (events: { data: { agentId: string } }[]) => {
    for (const { data } of events) published(currentRequestId(), data.agentId)
  },
}))

it('publishes what was announced within a tenth of a second at one moment, each event for its own request', async () => {
  const requestIds = ['first', 'second', 'third']
  await sleep(101 - (performance.now() % 100))
  const startedMs = performance.now()
  for (const requestId of requestIds) {
    const agentId = '0195d0a0-0000-7000-8000-00000000000a'
    withRequestContext({ requestId }, () => announceSoon(workDue.of({ agentId })))
    await sleep(10)
  }
  if (performance.now() - startedMs < 90) expect(published).not.toHaveBeenCalled()
  await vi.waitFor(() =>
    expect(published.mock.calls.map(([requestId]) => requestId).sort()).toEqual([...requestIds].sort()),
  )
})
