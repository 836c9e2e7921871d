import type { Actor } from '@/domain/actor'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import { type CreatedOrganization, createOrganization } from '@/domain/organizations/create-organization'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { disconnect } from '@/platform/db'
import { STORY_RULE_SETS, tellStory } from './demo-story'

/** What the launcher keeps in `.data/demo.json`, beside the address. */
export type DemoCredentials = {
  operator: { email: string; password: string }
  organizations: {
    acme: {
      apiKey: string
      agents: { alwaysOn: string; officeHours: string; withEmail: string; misconfigured: string }
    }
    globex: { apiKey: string; agents: { alwaysOn: string } }
    /** Has people with whom everything happens that may happen: see `tellStory`. */
    lakeside: { apiKey: string }
  }
}

const wholeDay = [{ start: '00:00', end: '24:00' }]
const officeDay = [{ start: '09:00', end: '17:00' }]

const allWeek: CallWindows = {
  monday: wholeDay,
  tuesday: wholeDay,
  wednesday: wholeDay,
  thursday: wholeDay,
  friday: wholeDay,
  saturday: wholeDay,
  sunday: wholeDay,
}

const workingDays: CallWindows = {
  monday: officeDay,
  tuesday: officeDay,
  wednesday: officeDay,
  thursday: officeDay,
  friday: officeDay,
}

const outcomes = [
  { name: 'interested', description: 'Wants to hear more.', successful: true },
  { name: 'not_interested', description: 'Does not want to be called again.', successful: false },
]

const alwaysOn: CreateAgentInput = {
  name: 'Always on',
  fromNumber: '+15559876543',
  timezones: ['America/New_York'],
  callWindows: allWeek,
  variables: [
    { name: 'account_id', required: false, description: 'The account in your CRM.' },
    { name: 'prospect_name', required: false, description: 'How the agent addresses the person.' },
  ],
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  outcomes,
  creditsPerContact: 1,
  lines: 25,
}

const DAY_SECONDS = 86_400

const officeHours: CreateAgentInput = {
  ...alwaysOn,
  name: 'Office hours',
  timezones: ['America/Chicago', 'America/Los_Angeles'],
  callWindows: workingDays,
  variables: [
    { name: 'account_id', required: true, description: 'The account in your CRM.' },
    { name: 'plan', required: true, description: 'The plan that the account is on.' },
  ],
  steps: [
    { stepType: 'CALL', delaySeconds: 0 },
    { stepType: 'CALL', delaySeconds: DAY_SECONDS },
  ],
}

const withEmail: CreateAgentInput = {
  ...alwaysOn,
  name: 'With e-mail',
  steps: [
    { stepType: 'CALL', delaySeconds: 0 },
    {
      stepType: 'EMAIL',
      delaySeconds: 0,
      subject: 'We tried to call you',
      body: 'Hello {{name}}, we could not reach you by phone.',
    },
  ],
}

const misconfigured: CreateAgentInput = { ...alwaysOn, name: 'Misconfigured', fromNumber: null, steps: [] }

/**
 * Two organizations to try everything with, and one with a story. All are made by the use cases that make any other. Not
 * idempotent: run it once.
 */
export async function seedDemo(): Promise<DemoCredentials> {
  const acme = await createOrganization({
    name: 'Acme',
    email: 'operator@acme.example',
    country: 'US',
    credits: 1_000_000,
    normalizationEnabled: true,
    // Without those of the country that have hours: the demo calls whenever somebody starts it.
    ruleSets: ['us-debt-collection'],
    agents: [alwaysOn, officeHours, withEmail, misconfigured],
  })
  // A limit that holds at any hour: the trail of whoever is called shows what was decided, and by what.
  const setup: Actor = { organizationId: acme.organizationId, kind: 'system', id: 'seed', label: 'Setup' }
  await updateCallingPolicy(setup, { version: 1, caps: { callsPerDay: 10 } })
  const globex = await createOrganization({
    name: 'Globex',
    email: 'operator@globex.example',
    country: 'GB',
    credits: 50,
    normalizationEnabled: false,
    agents: [alwaysOn],
  })
  // Its operator is that of Acme, who chooses between the two.
  const lakeside = await createOrganization({
    name: 'Lakeside Energy',
    email: acme.operator.email,
    country: 'US',
    credits: 10_000,
    normalizationEnabled: true,
    ruleSets: [...STORY_RULE_SETS],
    agents: [],
  })
  await tellStory({ organizationId: lakeside.organizationId, kind: 'system', id: 'seed', label: 'Setup' }, Date.now())
  const agentOf = (organization: CreatedOrganization, name: string) => {
    const found = organization.agents.find((agent) => agent.name === name)
    if (!found) throw new Error(`The agent "${name}" was not created.`)
    return found.agentId
  }
  return {
    operator: acme.operator,
    organizations: {
      acme: {
        apiKey: acme.apiKey,
        agents: {
          alwaysOn: agentOf(acme, alwaysOn.name),
          officeHours: agentOf(acme, officeHours.name),
          withEmail: agentOf(acme, withEmail.name),
          misconfigured: agentOf(acme, misconfigured.name),
        },
      },
      globex: { apiKey: globex.apiKey, agents: { alwaysOn: agentOf(globex, alwaysOn.name) } },
      lakeside: { apiKey: lakeside.apiKey },
    },
  }
}

// The launcher runs this file and reads the one line that it prints.
if (process.argv[1]?.endsWith('seed.ts')) {
  const credentials = JSON.stringify(await seedDemo())
  await disconnect()
  console.log(credentials)
  // What the story has to tell the background waits in the database: nobody runs yet who would take it from here.
  process.exit(0)
}
