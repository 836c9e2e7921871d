import { setTimeout as sleep } from 'node:timers/promises'
import { type FakeEvent, type FakeFault, type FakeRing, sendEvents } from '@/platform/dialers/fake-provider'
import type { RemoteResultType } from '@/platform/dialers/remote-dialer'
import { type Asked, askedBlindly, PROVIDER_FAKES, REMOTE_RESULTS } from './provider-fakes'
import { seededRandom } from './seeded-random'

// node --import tsx src/testing/provider-in-child.ts <kind> <seed>
//
// A provider in a process of its own, which outlives whoever calls through it. Once it is told where to send its events,
// requests go wrong, calls end by themselves after a moment, and of the events that tell of it some are lost.

/**
 * What the test tells it. All is well until it knows where to send its events: an account has to be made first. `repeat`
 * has it tell of all ends once more, as a provider does whose events were not taken.
 */
export type ToProvider = { eventsUrl: string } | 'be well' | 'repeat' | 'report'

/** What it tells the test: where it is, and on `report` what it has seen. */
export type FromProvider =
  | { url: string }
  | { rings: FakeRing[]; ended: [callId: string, resultType: RemoteResultType][]; askedBlindly: string[] }

const FAULTS: FakeFault[] = ['lost', 'unheard', 'cut', { status: 500 }, { status: 503 }]
const FAULTY = 0.25
/** Of the requests that call somebody: carried out after whoever asked has given up, or never answered. */
const SILENT = 0.02
const LATE_MS = 16_000
const LOOK_EVERY_MS = 50
const TALK_MS_MAX = 1_500
const EVENTS_LOST = 0.15
const TELLS = 3
const TELL_AGAIN_MS = 700

const [kind, seed] = process.argv.slice(2)
const provider = PROVIDER_FAKES.find((one) => one.kind === kind)
if (!provider) throw new Error(`There is no fake of "${kind}".`)
const random = seededRandom(Number(seed))
const pick = <Value>(from: readonly Value[]) => from[Math.floor(random() * from.length)] as Value
const fake = await provider.start()
const asked: Asked[] = []
const ended = new Map<string, RemoteResultType>()
const told: FakeEvent[] = []
let eventsUrl = ''
let isWell = true

fake.lateMs = LATE_MS
fake.faults = (request) => {
  const creates = request.method === 'POST' && provider.creates.test(request.path)
  const fault = isWell ? null : faultOf(creates)
  if (creates) asked.push({ request, fault })
  return fault
}

function faultOf(creates: boolean): FakeFault | null {
  if (creates && random() < SILENT) return pick(['late', 'mute'])
  if (creates && random() < SILENT) return { status: 429, headers: { 'retry-after': '1' } }
  return random() < FAULTY ? pick(FAULTS) : null
}

async function tell(event: FakeEvent, tells: number): Promise<void> {
  for (; tells > 0; tells--) {
    const [status = 0] = await sendEvents(eventsUrl, [event]).catch((): number[] => [])
    if (status >= 200 && status < 300) return
    await sleep(TELL_AGAIN_MS)
  }
}

async function talk({ providerCallId, callId }: FakeRing): Promise<void> {
  await sleep(random() * TALK_MS_MAX)
  const resultType = pick(REMOTE_RESULTS)
  ended.set(callId ?? '', resultType)
  const events = fake.end(providerCallId, resultType)
  const [last] = events.slice(-1)
  if (last) told.push(last)
  if (random() < EVENTS_LOST) return
  for (const event of events) await tell(event, TELLS)
}

async function answerCalls(): Promise<void> {
  for (let answered = 0; ; await sleep(LOOK_EVERY_MS)) {
    for (const ring of fake.rings.slice(answered)) void talk(ring)
    answered = fake.rings.length
  }
}

process.on('message', (message: ToProvider) => {
  if (typeof message === 'object') {
    eventsUrl = message.eventsUrl
    isWell = false
  } else if (message === 'be well') isWell = true
  else if (message === 'repeat') for (const event of told) void tell(event, 1)
  else {
    const blindly = askedBlindly(provider, fake.requests, asked)
    say({ rings: fake.rings, ended: [...ended], askedBlindly: blindly })
  }
})
// Whoever has started it is gone.
process.on('disconnect', () => process.exit())

function say(message: FromProvider): void {
  process.send?.(message)
}

say({ url: fake.url })
await answerCalls()
