import type { Actor } from '@/domain/actor'
import { createAgent } from '@/domain/agents/create-agent'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import { BREAKER_CALLS_MIN } from '@/domain/cadence/decide-breaker.rules'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import { createList } from '@/domain/suppression/create-list'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'

// A small story: an energy supplier calls customers whose contract ends, asks others how a repair went, and tells others of
// an outage, until it notices that their calls fail. Each person of it shows another reason why somebody is called at an hour, called later, or not called; the last four digits of a number
// say how the simulated dialer ends its calls (docs/agents.md).

const DAY_MS = 86_400_000

const wholeDay = [{ start: '00:00', end: '24:00' }]

/** Agents that may call at any hour, so that the rules of the places, and nothing else, keep calls back. */
const renewals: CreateAgentInput = {
  name: 'Contract renewals',
  fromNumber: '+15559876500',
  timezones: ['America/New_York'],
  callWindows: {
    ...{ monday: wholeDay, tuesday: wholeDay, wednesday: wholeDay, thursday: wholeDay },
    ...{ friday: wholeDay, saturday: wholeDay, sunday: wholeDay },
  },
  variables: [{ name: 'contract', required: true, description: 'The contract that ends.' }],
  steps: [
    {
      stepType: 'CALL',
      delaySeconds: 0,
      retry: {
        Busy: { after: '1m', times: 1 },
        'No Answer': { after: '1d', times: 2, otherTimeOfDay: true },
        Voicemail: { after: '1d', times: 1, otherTimeOfDay: true },
      },
    },
  ],
  outcomes: [
    { name: 'renewed', description: 'Renews the contract.', successful: true },
    { name: 'not_renewed', description: 'Does not want to renew.', successful: false },
  ],
  creditsPerContact: 1,
  lines: 5,
  attemptsMax: 4,
}

const survey: CreateAgentInput = {
  ...renewals,
  name: 'Repair survey',
  fromNumber: '+15559876501',
  variables: [{ name: 'ticket', required: false, description: 'The repair.' }],
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  outcomes: [
    { name: 'content', description: 'Is content with the repair.', successful: true },
    { name: 'complaint', description: 'Something is still broken.', successful: false },
  ],
}

/** Its calls fail, so it pauses itself before it has called everybody: all in a minute are no more than it takes for that. */
const outages: CreateAgentInput = {
  ...survey,
  name: 'Outage notice',
  fromNumber: '+15559876502',
  variables: [],
  outcomes: [{ name: 'informed', description: 'Knows of the outage.', successful: true }],
  lines: BREAKER_CALLS_MIN,
  callsPerMinute: BREAKER_CALLS_MIN,
}

/** Those whose calls fail, which are as many as it takes, and behind them those who are called slowly once it goes on. */
const OUTAGE_NUMBERS = [
  ...['+12135550006', '+12165550006', '+12175550006', '+12625550006', '+13095550006', '+15035550006', '+13155550006'],
  ...['+14085550006', '+14145550006', '+14195550006', '+15105550006', '+15135550006', '+15185550006', '+15415550006'],
  ...['+16085550006', '+16145550006', '+16305550006', '+17085550006', '+17205550006', '+18475550006'],
  ...['+12135550001', '+12165550002', '+12175550004', '+12625550001', '+13095550005', '+15035550001'],
]

const OUTAGE_NAMES = [
  ...['Ada Bishop', 'Amir Khan', 'Bella Cruz', 'Carl Jensen', 'Dora Silva', 'Eli Turner', 'Fay Morgan', 'Gus Petrov'],
  ...['Hana Sato', 'Ivan Kral', 'Joan Reed', 'Kofi Mensah', 'Lia Romano', 'Max Adler', 'Nora Quinn', 'Omar Haddad'],
  ...['Pia Lund', 'Ravi Patel', 'Sara Vogel', 'Theo Blake', 'Uma Rao', 'Vera Novak', 'Walt Irving', 'Xenia Marsh'],
  ...['Yara Costa', 'Zoe Hart'],
]

/** The rule sets of its country that have no hours for everybody: the demo calls whenever somebody starts it. */
export const STORY_RULE_SETS = ['us-states', 'us-debt-collection', 'consent-countries'] as const

/**
 * Enrolls the people of the story. The background calls them once it has been started.
 *
 * @param actor of an organization with `STORY_RULE_SETS` and no agent
 */
export async function tellStory(actor: Actor, nowMs: number): Promise<void> {
  await updateCallingPolicy(actor, { version: 1, caps: { callsPerDay: 3 } })
  const { agentId: renewing } = await createAgent(actor, renewals)
  const { agentId: asking } = await createAgent(actor, { ...survey, caps: { callsPerDay: 1 } })
  const { listId } = await createList(actor, { name: 'State registry', kind: 'national registry' })
  await suppressNumbers(actor, { list: listId, numbers: ['+17025550108'], reason: 'Registry of November' })
  await optOutPerson(actor, { phoneNumber: '+13125550107', reason: 'By letter' })

  const day = (ahead: number) => new Date(nowMs + ahead * DAY_MS).toISOString().slice(0, 10)
  const contacts = [
    { name: 'Maria Santos', phoneNumber: '+12125550001', contract: 'LE-1001' },
    { name: 'Owen Brooks', phoneNumber: '+14155559011', contract: 'LE-1002' },
    { name: 'Priya Nair', phoneNumber: '+16465559013', contract: 'LE-1003' },
    { name: 'Sam Porter', phoneNumber: '+13125550004', contract: 'LE-1004' },
    { name: 'Lena Fox', phoneNumber: '+15035550005', contract: 'LE-1005' },
    { name: 'Victor Hale', phoneNumber: '+13035550002', contract: 'LE-1006' },
    {
      ...{ name: 'Jonas Weber', phoneNumber: '+493012340001', timezone: 'Europe/Berlin', contract: 'LE-1007' },
      consent: {
        ...{ basis: 'written', at: new Date(nowMs - 40 * DAY_MS).toISOString(), source: 'Form on lakeside.example' },
        text: 'Lakeside Energy may call me about my contract, also with an automated voice.',
      },
    },
    { name: 'Claire Dubois', phoneNumber: '+33142680005', timezone: 'Europe/Paris', contract: 'LE-1008' },
    // Asked for at moments at which nobody may be called there.
    {
      ...{ name: 'Nathan Cole', phoneNumber: '+14015550003', contract: 'LE-1009' },
      ...{ timezone: 'America/New_York', scheduledAt: `${day(1)}T21:30` },
    },
    {
      ...{ name: 'Hattie Moore', phoneNumber: '+12055550002', contract: 'LE-1010' },
      ...{ timezone: 'America/Chicago', scheduledAt: `${nextChristmas(nowMs)}T11:00` },
    },
    { name: 'Ruth Jansen', phoneNumber: '+13125550107', contract: 'LE-1011' },
    { name: 'Dale Whitman', phoneNumber: '+17025550108', contract: 'LE-1012' },
    { name: 'Maria Santos', phoneNumber: '(212) 555-0001', contract: 'LE-1013' },
    { name: 'Ben Okafor', phoneNumber: '555-01', contract: 'LE-1014' },
    { name: 'Ines Romero', phoneNumber: '+15125550110' },
  ]
  await enrollBatch(actor, { agentId: renewing, body: { contacts, name: 'Contracts that end' }, source: 'console' })
  // He is called about his contract as well, and by this agent no second time within a day.
  const repaired = [
    { name: 'Victor Hale', phoneNumber: '+13035550002', ticket: 'R-77' },
    { name: 'Grace Lin', phoneNumber: '+12065550109', timezone: 'America/Los_Angeles', scheduledAt: `${day(1)}T06:00` },
  ]
  // Once the other call is under way: two that are due at once would be called in no order.
  const afterwards = new Date(nowMs + SURVEY_AFTER_MS).toISOString()
  const body = {
    contacts: repaired.map((contact) => ({ scheduledAt: afterwards, ...contact })),
    name: 'Repairs of last week',
  }
  await enrollBatch(actor, { agentId: asking, body, source: 'console' })
  const { agentId: telling } = await createAgent(actor, outages)
  const told = OUTAGE_NUMBERS.map((phoneNumber, at) => ({ name: OUTAGE_NAMES[at], phoneNumber }))
  await enrollBatch(actor, { agentId: telling, body: { contacts: told, name: 'Outage on Friday' }, source: 'console' })
}

/** The background has begun by then, and the first calls are over. */
const SURVEY_AFTER_MS = 90_000

/** Returns the date of the next Christmas that is not over anywhere. */
function nextChristmas(nowMs: number): string {
  const year = new Date(nowMs).getUTCFullYear()
  return nowMs < Date.UTC(year, 11, 25) ? `${year}-12-25` : `${year + 1}-12-25`
}
