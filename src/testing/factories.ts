import { SCOPES } from '@/domain/access/scopes.rules'
import type { Actor } from '@/domain/actor'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import { newId } from '@/domain/ids'
import { createOrganization } from '@/domain/organizations/create-organization'
import type { CreateOrganizationInput } from '@/domain/organizations/organization.schema'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'

const wholeDay = [{ start: '00:00', end: '24:00' }]
const officeDay = [{ start: '09:00', end: '17:00' }]
const allWeek: CallWindows = Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, wholeDay]))
const workingDays: CallWindows = Object.fromEntries(WEEKDAYS.slice(0, 5).map((weekday) => [weekday, officeDay]))

const alwaysOn: CreateAgentInput = {
  name: 'Always on',
  fromNumber: '+15559876543',
  timezones: ['America/New_York'],
  callWindows: allWeek,
  variables: [
    { name: 'account_id', required: false },
    { name: 'prospect_name', required: false },
  ],
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  outcomes: [
    { name: 'interested', description: 'Wants to hear more.', successful: true },
    { name: 'not_interested', description: 'Does not want to be called again.', successful: false },
  ],
  creditsPerContact: 1,
  lines: 25,
}

/**
 * The agents of the demo: one takes any contact, one has required variables and office hours, one also sends e-mail,
 * one cannot call.
 */
export const testAgents = {
  alwaysOn,
  officeHours: {
    ...alwaysOn,
    name: 'Office hours',
    timezones: ['America/Chicago', 'America/Los_Angeles'],
    callWindows: workingDays,
    variables: [
      { name: 'account_id', required: true },
      { name: 'plan', required: true },
    ],
    steps: [
      { stepType: 'CALL', delaySeconds: 0 },
      { stepType: 'CALL', delaySeconds: 86_400 },
    ],
  },
  withEmail: {
    ...alwaysOn,
    name: 'With e-mail',
    steps: [
      { stepType: 'CALL', delaySeconds: 0 },
      { stepType: 'EMAIL', delaySeconds: 0, subject: 'We tried to call you', body: 'Hello {{name}}.' },
    ],
  },
  misconfigured: { ...alwaysOn, name: 'Misconfigured', fromNumber: null, steps: [] },
} satisfies Record<string, CreateAgentInput>

export type TestAgentName = keyof typeof testAgents

export type TestOrganization = {
  organizationId: string
  actor: Actor
  apiKey: string
  operator: { email: string; password: string }
  /** Public ids. */
  agents: Record<TestAgentName, string>
}

/**
 * Creates an organization for one test, by the use case that also makes real ones. It is in the US, has normalization
 * on and 100,000 credits. No calling rules are switched on unless a test asks for them: tests run at any hour of the day,
 * and by the rules of its country nobody would be called at night.
 */
export async function createTestOrganization(
  changes: Partial<Omit<CreateOrganizationInput, 'agents'>> & { agent?: Partial<CreateAgentInput> } = {},
): Promise<TestOrganization> {
  const { agent, ...organization } = changes
  const names = Object.keys(testAgents) as TestAgentName[]
  const created = await createOrganization({
    name: 'Test organization',
    email: `operator-${newId()}@test.example`,
    country: 'US',
    credits: 100_000,
    normalizationEnabled: true,
    ruleSets: [],
    agents: names.map((name) => ({ ...testAgents[name], ...agent })),
    ...organization,
  })
  const { organizationId, apiKey, operator } = created
  const actor: Actor = { organizationId, kind: 'apiKey', id: newId(), label: 'First key', scopes: SCOPES }
  const agents = Object.fromEntries(names.map((name, at) => [name, created.agents[at]?.agentId ?? '']))
  return { organizationId, actor, apiKey, operator, agents: agents as Record<TestAgentName, string> }
}

export type TestContact = { name: string; phoneNumber: string; [field: string]: unknown }

/** Makes a valid contact. Each `n` below ten million has a possible phone number of its own. */
export function testContact(n = 0, changes: Record<string, unknown> = {}): TestContact {
  return { name: `Contact ${n}`, phoneNumber: `+1555${String(n).padStart(7, '0')}`, ...changes }
}

export function testContacts(count: number, changes: Record<string, unknown> = {}): TestContact[] {
  return Array.from({ length: count }, (_, n) => testContact(n, changes))
}

const DAY_MS = 86_400_000

/** Makes a contact who is called tomorrow, so that the background leaves the contact alone while a test looks at it. */
export function laterContact(n = 0, changes: Record<string, unknown> = {}): TestContact {
  return testContact(n, { scheduledAt: new Date(Date.now() + DAY_MS).toISOString(), ...changes })
}

export function laterContacts(count: number, changes: Record<string, unknown> = {}): TestContact[] {
  const scheduledAt = new Date(Date.now() + DAY_MS).toISOString()
  return testContacts(count, { scheduledAt, ...changes })
}
