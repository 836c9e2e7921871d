import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import { findDueWork } from '@/domain/sequences/find-due-work'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { SimulatedClock } from '@/testing/simulated-clock'

vi.setConfig({ testTimeout: 600_000 })

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A Monday morning in London, in a week without holidays. */
const START = Date.UTC(2027, 2, 1, 6)

/** What a clock on the wall there shows, worked out by the platform and not by our rules. */
function wall(zone: string, ms: number): { weekday: string; hour: number } {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'long', hourCycle: 'h23', ...TIME })
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
  return { weekday: (parts.weekday ?? '').toLowerCase(), hour: Number(parts.hour) + Number(parts.minute) / 60 }
}

const TIME = { hour: '2-digit', minute: '2-digit' } as const

const between = (zone: string, from: number, to: number, but: readonly string[] = []) => {
  return (ms: number) => {
    const { weekday, hour } = wall(zone, ms)
    return from <= hour && hour < to && !but.includes(weekday)
  }
}

const toronto = (ms: number) => {
  const { weekday, hour } = wall('America/Toronto', ms)
  return weekday.startsWith('s') ? 10 <= hour && hour < 18 : 9 <= hour && hour < 21.5
}

type Person = { phoneNumber: string; zone: string; allows: (ms: number) => boolean }

const TOLL_FREE = '+18005550100'

/** Where they live, and when the laws there let them be called: written down from the citations once more. */
const PEOPLE: readonly Person[] = [
  { phoneNumber: '+12125550100', zone: 'America/New_York', allows: between('America/New_York', 8, 21) },
  { phoneNumber: '+13055550100', zone: 'America/New_York', allows: between('America/New_York', 8, 20) },
  { phoneNumber: '+12055550100', zone: 'America/Chicago', allows: between('America/Chicago', 8, 20, ['sunday']) },
  { phoneNumber: '+18085550100', zone: 'Pacific/Honolulu', allows: between('Pacific/Honolulu', 8, 21) },
  { phoneNumber: '+12065550100', zone: 'America/Los_Angeles', allows: between('America/Los_Angeles', 8, 20) },
  { phoneNumber: '+15055550100', zone: 'America/Denver', allows: between('America/Denver', 9, 21) },
  { phoneNumber: '+14165550100', zone: 'America/Toronto', allows: toronto },
  { phoneNumber: '+442079460100', zone: 'Europe/London', allows: () => true },
  // Somebody who may be anywhere: as late as in Honolulu, as early as in Rhode Island, and not on Sundays as in Alabama.
  {
    ...{ phoneNumber: TOLL_FREE, zone: 'America/New_York' },
    allows: (ms) =>
      between('Pacific/Honolulu', 8, 24)(ms) && between('America/New_York', 10, 18)(ms) && toronto(ms) && !isSunday(ms),
  },
]

const isSunday = (ms: number) => wall('America/Chicago', ms).weekday === 'sunday'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const hour = (hours: number) => `${String(hours).padStart(2, '0')}:00`

const windows = fc.record({
  days: fc.subarray([...WEEKDAYS], { minLength: 2 }),
  from: fc.integer({ min: 0, max: 11 }),
  to: fc.integer({ min: 17, max: 24 }),
})

type Windows = { days: (typeof WEEKDAYS)[number][]; from: number; to: number }

const worlds = fc.record({
  agents: fc.tuple(windows, windows),
  caps: fc.record({
    callsPerDay: fc.integer({ min: 1, max: 3 }),
    gapMinutes: fc.constantFrom(null, 45, 300),
    restDays: fc.constantFrom(null, 1),
  }),
  delayHours: fc.integer({ min: 0, max: 30 }),
  /** Minutes past the hour at which the background looks, from hour to hour. */
  minutes: fc.array(fc.integer({ min: 0, max: 59 }), { minLength: 24, maxLength: 24 }),
  seed: fc.nat(),
})

const scenes = setUpScenes()
const { loop } = scenes
let clock: SimulatedClock

beforeAll(async () => {
  clock = await SimulatedClock.start(START)
})
afterAll(() => clock.stop())

/** `zone` is that on whose clock the agent's windows are. */
type Call = { at: number; phoneNumber: string; zone: string; agent: number; conversation: boolean }

it('through a week nobody is called at a moment that windows, rules or caps forbid, and everybody who can be called is', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async ({ agents, caps, delayHours, minutes, seed }) => {
      await clock.set(START)
      const { actor } = await createTestOrganization({ ruleSets: ['us-federal', 'us-states', 'canada'] })
      await updateCallingPolicy(actor, { version: 1, caps })
      const steps = [0, delayHours].map((hours) => ({ stepType: 'CALL' as const, delaySeconds: hours * 3_600 }))
      const opened = await Promise.all(
        agents.map(({ days, from, to }) => {
          const callWindows = Object.fromEntries(days.map((day) => [day, [{ start: hour(from), end: hour(to) }]]))
          return Scene.open(actor, scenes.dialer.url, {
            callWindows,
            steps,
            lines: 20,
            timezones: ['America/New_York'],
          })
        }),
      )
      const zones = new Map<string, string>()
      // Half of them are enrolled twice, by both agents.
      for (const [at, scene] of opened.entries()) {
        const people = PEOPLE.filter((_, index) => at === 0 || index % 2 === 0)
        const contacts = people.map(({ phoneNumber, zone }, index) => {
          const isSent = phoneNumber !== TOLL_FREE && (index + seed) % 3 > 0
          const name = `${at}-${phoneNumber}`
          // Whose zone was not sent is called in the windows of the agent's.
          zones.set(name, isSent ? zone : 'America/New_York')
          return scene.contact(name, { phoneNumber, ...(isSent && { timezone: zone }) })
        })
        await scene.enroll(contacts)
      }
      const calls = await runWeek(opened, minutes, zones)
      for (const [at, call] of calls.entries()) assertAllowed(call, calls.slice(0, at), agents, caps)
      const sequences = (await Promise.all(opened.map((scene) => scene.sequences()))).flat()
      expect(sequences.map(({ name, status, dueAt }) => ({ name, status, dueAt })).filter(isLeft)).toEqual([])
      expect(calls).toHaveLength(2 * sequences.length)
    }),
    // Each takes seconds, and a counterexample says as much before it is made smaller.
    { numRuns: 3, endOnFailure: true },
  )
})

const isLeft = ({ status }: { status: string }) => status !== 'done'

/** How long it may take until nobody is left: two calls of each, with caps, windows of two days a week, and the delay. */
const DAYS_MAX = 17

/** Looks about each hour what is due, and reports how each call has ended, for as long as somebody is left. */
async function runWeek(
  opened: readonly Scene[],
  minutes: readonly number[],
  zones: ReadonlyMap<string, string>,
): Promise<Call[]> {
  const calls: Call[] = []
  for (let hours = 0; hours < DAYS_MAX * 24; hours++) {
    const at = START + hours * HOUR_MS + (minutes[hours % 24] ?? 0) * MINUTE_MS
    await clock.set(at)
    await findDueWork()
    const before = scenes.dialer.asked.length
    await loop.run()
    for (const { callId, name, phoneNumber } of scenes.dialer.asked.slice(before)) {
      const conversation = callId.charCodeAt(callId.length - 1) % 2 === 0
      calls.push({ at, phoneNumber, zone: zones.get(name) ?? '', agent: Number(name.charAt(0)), conversation })
      const resultType = conversation ? 'Goal Not Completed' : 'No Answer'
      await opened[0]?.reportCall(callId, resultType)
    }
    await loop.run()
    const open = await db().sequence.count({
      where: { agentId: { in: opened.map(({ agent }) => agent) }, endedAt: null },
    })
    if (open === 0) break
  }
  return calls
}

function assertAllowed(
  call: Call,
  before: readonly Call[],
  agents: readonly Windows[],
  caps: { callsPerDay: number; gapMinutes: number | null; restDays: number | null },
): void {
  const person = PEOPLE.find(({ phoneNumber }) => phoneNumber === call.phoneNumber)
  const own = before.filter(({ phoneNumber }) => phoneNumber === call.phoneNumber)
  const within = (ms: number) => own.filter(({ at }) => at > call.at - ms)
  const { days, from, to } = agents[call.agent] as Windows
  const { weekday, hour } = wall(call.zone, call.at)
  const isOpen = (days as readonly string[]).includes(weekday) && from <= hour && hour < to
  const held = {
    rules: person?.allows(call.at),
    windows: isOpen,
    day: within(DAY_MS).length < caps.callsPerDay,
    gap: within((caps.gapMinutes ?? 0) * MINUTE_MS).length === 0,
    rest: within((caps.restDays ?? 0) * DAY_MS).every(({ conversation }) => !conversation),
  }
  const all = { rules: true, windows: true, day: true, gap: true, rest: true }
  expect(held, `${call.phoneNumber} at ${new Date(call.at).toISOString()}`).toEqual(all)
}
