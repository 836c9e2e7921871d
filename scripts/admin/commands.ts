import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { z } from 'zod'
import { giveOneTimePassword } from '@/domain/accounts/give-one-time-password'
import { RULE_SETS } from '@/domain/contact-safety/rule-sets.rules'
import { setCredits } from '@/domain/credits/set-credits'
import { createOrganization } from '@/domain/organizations/create-organization'
import { deleteOrganization } from '@/domain/organizations/delete-organization'
import { findOrganization } from '@/domain/organizations/find-organization'
import { updateOrganization } from '@/domain/organizations/update-organization'
import { defineCommand, WrongUsage } from './command'

const organization = { example: '<id or name>' } as const

/** What `npm run admin` can do. Each only calls a use case. */
export const COMMANDS = {
  'create-organization': defineCommand({
    options: {
      name: { example: '"Acme"' },
      email: { example: 'ada@acme.com' },
      country: { example: 'US' },
      credits: { example: '10000' },
      normalize: 'switch',
      'agent-file': { example: 'agent.json', optional: true },
    },
    does: `Prints the operator's one-time password and an API key; neither is shown again. An agent file holds one agent
or a list of agents, as docs/agents.md describes them.`,
    async run(values) {
      const created = await createOrganization({
        name: values.name,
        email: values.email,
        country: values.country,
        credits: readCredits(values.credits),
        normalizationEnabled: values.normalize,
        mustChangePassword: true,
        agents: values['agent-file'] === undefined ? [] : await readAgents(values['agent-file']),
      })
      const { operator } = created
      console.log(`Organization  ${created.organizationId}`)
      console.log(`Operator      ${operator.email}`)
      console.log(`Password      ${operator.password || '(unchanged: this operator existed already)'}`)
      console.log(`API key       ${created.apiKey}`)
      for (const agent of created.agents) console.log(`Agent         ${agent.agentId}  ${agent.name}`)
      console.log(
        `Calling rules ${created.ruleSets.map((id) => RULE_SETS[id].label).join(', ') || 'none for this country'}`,
      )
      console.log('              An owner switches them on and off in the settings. They are no legal advice.')
      console.log('\nPassword and key are shown this once. Keep them now.')
    },
  }),

  'reset-password': defineCommand({
    options: { email: { example: 'ada@acme.com' }, 'turn-off-two-factor': 'switch' },
    does: `Gives somebody a one-time password, which has to be changed at the next sign-in, and ends their sessions. For
whoever has lost the authenticator app too, it turns off two-factor sign-in.`,
    async run(values) {
      const given = await giveOneTimePassword({
        email: values.email,
        turnOffTwoFactor: values['turn-off-two-factor'],
      })
      console.log(`Operator      ${given.email}`)
      console.log(`Password      ${given.password}`)
      console.log('\nThe password is shown this once, and has to be changed at the next sign-in.')
    },
  }),

  'set-credits': defineCommand({
    options: { organization, credits: { example: '20000' } },
    does: 'Changes the monthly credits: of this month at once, and of the months to come.',
    async run(values) {
      const credits = readCredits(values.credits)
      const { id, name } = await findOrganization(values.organization)
      const balance = await setCredits(administratorOf(id), { credits })
      console.log(`${name} has ${balance.allocated} credits for ${balance.month}, ${balance.available} of them left.`)
    },
  }),

  'set-premium-numbers': defineCommand({
    options: { organization, refused: { choices: ['yes', 'no'] } },
    does: 'Whether premium rate, shared cost and satellite numbers are refused, or called with a warning.',
    async run(values) {
      const { id, name } = await findOrganization(values.organization)
      const refused = values.refused === 'yes'
      await updateOrganization(administratorOf(id), { premiumNumbersRefused: refused })
      console.log(
        refused
          ? `${name} does not call premium rate, shared cost and satellite numbers: such contacts are turned away.`
          : `${name} is warned of premium rate, shared cost and satellite numbers, and may call them.`,
      )
    },
  }),

  'delete-organization': defineCommand({
    options: { organization, confirm: { example: '<name>', optional: true } },
    does: 'Deletes everything of it, for good, once its name has been typed. A script gives the name with --confirm.',
    async run(values) {
      const { id, name } = await findOrganization(values.organization)
      await deleteOrganization(id, values.confirm ?? (await askForName(name)))
      console.log(`${name} is deleted, with everything in it.`)
    },
  }),
}

function administratorOf(organizationId: string) {
  return { organizationId, kind: 'system', id: 'admin', label: 'Administrator' } as const
}

/** Reads `20000`, `20,000` and `20_000`. The use cases check the bounds. */
function readCredits(text: string): number {
  if (!/^\d+(?:[,_]\d{3})*$/.test(text)) {
    throw new WrongUsage(`--credits is a whole number such as 20000, and not "${text}".`)
  }
  return Number(text.replaceAll(/[,_]/g, ''))
}

async function askForName(name: string): Promise<string> {
  if (!process.stdin.isTTY) throw new WrongUsage(`Nobody is there to ask. Confirm with --confirm "${name}".`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  console.log(`This deletes ${name} for good: its agents, keys, batches, contacts, calls and credits.`)
  const typed = await terminal.question('Type its name to delete it: ')
  terminal.close()
  return typed
}

const agentFileSchema = z.union([z.array(z.any()), z.record(z.string(), z.any())])

async function readAgents(file: string) {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(`${file} cannot be read (${error.code}). Give the path of an agent file with --agent-file.`)
  })
  const parsed = agentFileSchema.safeParse(parseJson(file, text))
  if (!parsed.success) throw new WrongUsage(`${file} has to hold one agent or a list of agents.`)
  return Array.isArray(parsed.data) ? parsed.data : [parsed.data]
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new WrongUsage(`${file} is not JSON: ${(error as Error).message}`)
  }
}
