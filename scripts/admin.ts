import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { setCredits } from '@/domain/credits/set-credits'
import { createOrganization } from '@/domain/organizations/create-organization'
import { deleteOrganization } from '@/domain/organizations/delete-organization'
import { findOrganization } from '@/domain/organizations/find-organization'
import { setPremiumNumbers } from '@/domain/organizations/set-premium-numbers'
import { disconnect } from '@/platform/db'

// Setting up a Rollcall on a Postgres of one's own, where there is no demo. The commands only call use cases.

const USAGE = `Usage, with DATABASE_URL set to the Postgres in use (migrated by \`npm run migrate\` or \`npm start\`):

  npm run admin -- create-organization --name "Acme" --email ada@acme.com --country US --credits 10000 [--normalize] [--agent-file agent.json]
  npm run admin -- set-credits --organization <id or name> --credits 20000
  npm run admin -- set-premium-numbers --organization <id or name> --refused yes
  npm run admin -- delete-organization --organization <id or name> [--confirm <name>]

create-organization prints the operator's one-time password and an API key; neither is shown again. An agent file holds
one agent or a list of agents, as docs/agents.md describes them.

delete-organization deletes everything of it, for good, once its name has been typed. A script gives it with --confirm.`

const COMMANDS = ['create-organization', 'set-credits', 'set-premium-numbers', 'delete-organization']

const WRONG_USAGE = 2

async function main(argv: string[]): Promise<number> {
  const [command, ...rest] = argv
  if (!command || !COMMANDS.includes(command)) {
    console.error(USAGE)
    return WRONG_USAGE
  }
  const { values } = parseArgs({
    args: rest,
    options: {
      name: { type: 'string' },
      email: { type: 'string' },
      country: { type: 'string' },
      credits: { type: 'string' },
      organization: { type: 'string' },
      refused: { type: 'string' },
      confirm: { type: 'string' },
      normalize: { type: 'boolean', default: false },
      'agent-file': { type: 'string' },
    },
  })
  if (!process.env.DATABASE_URL) throw new Error('Set DATABASE_URL to the Postgres in use.')
  if (command === 'set-premium-numbers') {
    const organization = await findOrganization(required(values.organization, 'organization'))
    const refused = required(values.refused, 'refused')
    if (refused !== 'yes' && refused !== 'no') throw new Error('Say --refused yes or --refused no.')
    await setPremiumNumbers(administratorOf(organization.id), { refused: refused === 'yes' })
    console.log(
      refused === 'yes'
        ? `${organization.name} does not call premium rate, shared cost and satellite numbers: such contacts are turned away.`
        : `${organization.name} is warned of premium rate, shared cost and satellite numbers, and may call them.`,
    )
    return 0
  }
  if (command === 'delete-organization') {
    const organization = await findOrganization(required(values.organization, 'organization'))
    const confirmedName = values.confirm ?? (await askForName(organization.name))
    const { name } = await deleteOrganization(organization.id, confirmedName)
    console.log(`${name} is deleted, with everything in it.`)
    return 0
  }
  const credits = Number(required(values.credits, 'credits').replaceAll(/[,_]/g, ''))
  if (command === 'set-credits') {
    const organization = await findOrganization(required(values.organization, 'organization'))
    const balance = await setCredits(administratorOf(organization.id), { credits })
    console.log(
      `${organization.name} has ${balance.allocated} credits for ${balance.month}, ${balance.available} of them left.`,
    )
    return 0
  }
  const created = await createOrganization({
    name: required(values.name, 'name'),
    email: required(values.email, 'email'),
    country: required(values.country, 'country'),
    credits,
    normalizationEnabled: values.normalize,
    agents: values['agent-file'] === undefined ? [] : await readAgents(values['agent-file']),
  })
  const { operator } = created
  console.log(`Organization  ${created.organizationId}`)
  console.log(`Operator      ${operator.email}`)
  console.log(`Password      ${operator.password || '(unchanged: this operator existed already)'}`)
  console.log(`API key       ${created.apiKey}`)
  for (const agent of created.agents) console.log(`Agent         ${agent.agentId}  ${agent.name}`)
  console.log('\nPassword and key are shown this once. Keep them now.')
  return 0
}

function administratorOf(organizationId: string) {
  return { organizationId, kind: 'system', id: 'admin', label: 'Administrator' } as const
}

function required(value: string | undefined, option: string): string {
  if (value === undefined) throw new Error(`--${option} is missing.\n\n${USAGE}`)
  return value
}

async function askForName(name: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Error(`Nobody is there to ask. Confirm with --confirm "${name}".`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  console.log(`This deletes ${name} for good: its agents, keys, batches, contacts, calls and credits.`)
  const typed = await terminal.question('Type its name to delete it: ')
  terminal.close()
  return typed
}

const agentFileSchema = z.union([z.array(z.any()), z.record(z.string(), z.any())])

async function readAgents(file: string) {
  const parsed = agentFileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file} has to hold one agent or a list of agents.`)
  return Array.isArray(parsed.data) ? parsed.data : [parsed.data]
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await disconnect()
}
