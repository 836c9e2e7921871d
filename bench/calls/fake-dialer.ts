import { setTimeout as sleep } from 'node:timers/promises'
import { type FakeEvent, sendEvents } from '../../src/platform/dialers/fake-provider'
import { PROVIDER_FAKES } from '../../src/testing/provider-fakes'
import type { DialerCustomer } from './dialer-process'
import { RingCount } from './ring-count'

// The fake of a provider for bench:calls, as a process of its own: takes every call, ends it once its talk is over, and
// sends its events. What it is asked is held to the provider's schemas, as in the tests.
//
// node --import tsx bench/calls/fake-dialer.ts <kind> <talk in ms> <of how many percent of the calls no event is sent>

const [kind, talkMs, lostPercent] = process.argv.slice(2)
const LOOK_EVERY_MS = 10
const RETRY_AFTER_MS = 1_000

const provider = PROVIDER_FAKES.find((fake) => fake.kind === kind)
if (!provider) throw new Error(`There is no fake of ${kind}.`)
const fake = await provider.start()
const counted = new RingCount()
let eventsUrl = ''
let rung = 0

setInterval(() => {
  for (const _ of fake.requests.splice(0)) counted.request()
  for (const { providerCallId, callId, phoneNumber } of fake.rings.splice(0)) {
    counted.ring(phoneNumber, callId ?? '')
    const isLost = (rung++ % 100) + 1 <= Number(lostPercent)
    setTimeout(() => end(providerCallId, isLost), Number(talkMs))
  }
}, LOOK_EVERY_MS)

async function end(providerCallId: string, isLost: boolean): Promise<void> {
  const events = fake.end(providerCallId, 'Goal Not Completed')
  if (!isLost) for (const event of events) await send(event)
}

/** Sends an event until it is taken, as a provider does. */
async function send(event: FakeEvent): Promise<void> {
  for (;;) {
    const statuses = await sendEvents(eventsUrl, [event]).catch(() => [])
    if (statuses[0] === 200) return
    counted.refuse()
    await sleep(RETRY_AFTER_MS)
  }
}

process.on('message', (message: DialerCustomer | 'count') => {
  if (message === 'count') process.send?.(counted.take())
  else eventsUrl = message.eventsUrl ?? ''
})
process.send?.({ url: fake.url })
process.once('disconnect', () => process.exit(0))
