import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { usageOf } from './admin/command'
import { COMMANDS } from './admin/commands'
import { runCommand } from './launcher/run-command'

// Every command as whoever administers an installation runs it: a process, on a real database.

const root = dirname(import.meta.dirname)
const DATABASE_URL = process.env.DATABASE_URL ?? ''
/** How many processes run at once. */
const LANES = 3
const WITHIN_MS = 300_000

let folder: string
const name = `Organization "${newId()}"`
let id: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-admin-'))
  await writeFile(join(folder, 'one.json'), JSON.stringify({ name: 'Caller', steps: [] }))
  await writeFile(join(folder, 'list.json'), JSON.stringify([{ name: 'Caller' }, { name: 'Other' }]))
  await writeFile(join(folder, 'odd.json'), JSON.stringify({ name: 'Caller', lines: -1, colour: 'red' }))
  await writeFile(join(folder, 'text.json'), '"Caller"')
  await writeFile(join(folder, 'broken.json'), '{"name": "Caller"')
  id = (await createTestOrganization({ name })).organizationId
})

afterAll(() => rm(folder, { recursive: true }))

function admin(args: readonly string[], env: Record<string, string> = {}) {
  const command = ['--import', 'tsx', join('scripts', 'admin.ts'), ...args]
  return runCommand(process.execPath, command, { cwd: root, env: { ...process.env, ...env } })
}

function creation(changes: Record<string, string | undefined> = {}): string[] {
  const options = { name: 'Acme', email: `${newId()}@acme.example`, country: 'US', credits: '10000', ...changes }
  return [
    'create-organization',
    ...Object.entries(options).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}`, value])),
  ]
}

type Failure = { args: () => string[]; code: 1 | 2; says: string; env?: Record<string, string> }
const failures: Failure[] = [
  { args: () => [], code: 2, says: 'Name a command.' },
  { args: () => creation({ email: 'ada' }), code: 1, says: 'email: Give the e-mail address of the first operator.' },
  { args: () => creation({ country: 'XX' }), code: 1, says: 'country: Give a country by its two letters' },
  {
    args: () => creation({ credits: 'many' }),
    code: 2,
    says: '--credits is a whole number such as 20000, and not "many".',
  },
  { args: () => creation({ credits: '1.5' }), code: 2, says: '--credits is a whole number' },
  { args: () => creation({ credits: '9'.repeat(20) }), code: 1, says: 'credits: Credits can be 1000000000 at most.' },
  { args: () => creation({ 'agent-file': 'none.json' }), code: 2, says: 'none.json cannot be read (ENOENT).' },
  { args: () => creation({ 'agent-file': join(folder, 'broken.json') }), code: 2, says: 'broken.json is not JSON' },
  { args: () => creation({ 'agent-file': join(folder, 'text.json') }), code: 2, says: 'one agent or a list of agents' },
  { args: () => creation({ 'agent-file': join(folder, 'odd.json') }), code: 1, says: 'agents.0.lines' },
  {
    args: () => ['set-credits', '--organization', 'Nobody', '--credits', '5'],
    code: 1,
    says: `There is no organization "Nobody". There are: `,
  },
  {
    args: () => ['set-premium-numbers', '--organization', id, '--refuse', 'yes'],
    code: 2,
    says: 'Did you mean --refused?',
  },
  {
    args: () => ['reset-password', '--email', 'nobody@acme.example'],
    code: 1,
    says: 'Nobody signs in with nobody@acme.example.',
  },
  { args: () => ['delete-organization', '--organization', id], code: 2, says: `Confirm with --confirm "Organization` },
  {
    args: () => ['delete-organization', '--organization', id, '--confirm', 'Acme'],
    code: 1,
    says: 'Nothing was deleted.',
  },
  {
    args: () => ['set-credits', '--organization', id, '--credits', '5'],
    code: 2,
    says: 'DATABASE_URL is not set.',
    env: { DATABASE_URL: '' },
  },
  {
    args: () => ['set-credits', '--organization', id, '--credits', '5'],
    code: 1,
    says: 'DATABASE_URL has to be a postgres:// address.',
    env: { DATABASE_URL: 'mysql://127.0.0.1/x' },
  },
  {
    args: () => ['set-credits', '--organization', id, '--credits', '5'],
    code: 1,
    says: 'The database does not answer',
    env: { DATABASE_URL: 'postgres://postgres@127.0.0.1:1/none' },
  },
  {
    args: () => ['set-credits', '--organization', id, '--credits', '5'],
    code: 1,
    says: 'The database is not migrated',
    env: { DATABASE_URL: withDatabase('postgres') },
  },
]

it(
  'says what to do about every wrong call, changes nothing, and shows nothing of its inside',
  async () => {
    const before = await everything()
    const waiting = [...failures]
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const args = next.args()
        const { code, stdout, stderr } = await admin(args, next.env)
        const called = `admin ${args.join(' ')}`
        expect(stderr, called).toContain(next.says)
        expect([called, code, stdout]).toEqual([called, next.code, ''])
        expect(stderr, called).not.toMatch(/^\s+at |node_modules|node:internal/m)
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    expect(await everything()).toEqual(before)
  },
  WITHIN_MS,
)

it(
  'tells of its commands to whoever asks',
  async () => {
    const { code, stdout } = await admin(['--help'], { DATABASE_URL: '' })
    expect(code).toBe(0)
    for (const [command, declared] of Object.entries(COMMANDS)) expect(stdout).toContain(usageOf(command, declared))
    expect(stdout).toContain('--refused yes|no')
  },
  WITHIN_MS,
)

it(
  'makes an organization, gives it credits, refuses premium numbers for it, and deletes it',
  async () => {
    const acme = `Acme ${newId()}`
    const email = `${newId()}@acme.example`
    const file = join(folder, 'list.json')
    const created = await admin([
      ...creation({ name: acme, email, credits: '10,000', 'agent-file': file }),
      '--normalize',
    ])
    expect([created.code, created.stderr]).toEqual([0, ''])
    const organizationId = /^Organization {2}(\S+)$/m.exec(created.stdout)?.[1] ?? ''
    expect(created.stdout).toMatch(/^Password {6}\S{16}$/m)
    expect(created.stdout).toMatch(/^API key {7}\S+$/m)
    expect(created.stdout.match(/^Agent {9}agent\.\S+ {2}(?:Caller|Other)$/gm)).toHaveLength(2)
    const find = () => db().organization.findUnique({ where: { id: organizationId } })
    expect(await find()).toMatchObject({ name: acme, monthlyCredits: 10_000, normalizationEnabled: true })

    const findUser = () => db().user.findUniqueOrThrow({ where: { email } })
    expect(await findUser()).toMatchObject({ mustChangePassword: true })
    await db().user.update({ where: { email }, data: { mustChangePassword: false } })

    const given = await admin(['reset-password', '--email', email])
    expect([given.code, given.stderr]).toEqual([0, ''])
    expect(given.stdout).toMatch(/^Password {6}\S{16}$/m)
    expect(await findUser()).toMatchObject({ mustChangePassword: true })

    // The operator is there already, and keeps the password.
    const again = await admin(creation({ name: `${acme} 2`, email, 'agent-file': join(folder, 'one.json') }))
    expect(again.stdout).toMatch(/^Password {6}\(unchanged/m)

    const credited = await admin(['set-credits', '--organization', acme, '--credits=20_000'])
    expect([credited.code, credited.stderr]).toEqual([0, ''])
    expect(credited.stdout).toContain(`${acme} has 20000 credits`)
    expect(await find()).toMatchObject({ monthlyCredits: 20_000 })

    for (const refused of ['yes', 'no'] as const) {
      const set = await admin(['set-premium-numbers', '--organization', organizationId, '--refused', refused])
      expect([set.code, set.stderr]).toEqual([0, ''])
      expect(await find()).toMatchObject({ premiumNumbersRefused: refused === 'yes' })
    }

    const deleted = await admin(['delete-organization', '--organization', organizationId, '--confirm', acme])
    expect([deleted.code, deleted.stderr, deleted.stdout]).toEqual([
      0,
      '',
      `${acme} is deleted, with everything in it.\n`,
    ])
    expect(await find()).toBeNull()
    expect(await db().organization.count({ where: { name: `${acme} 2` } })).toBe(1)
  },
  WITHIN_MS,
)

function withDatabase(database: string): string {
  const url = new URL(DATABASE_URL)
  url.pathname = `/${database}`
  return url.href
}

/** Reads everything that a wrong call could have changed. */
async function everything(): Promise<unknown> {
  return {
    organizations: await db().organization.findMany({ orderBy: { id: 'asc' } }),
    users: await db().user.count(),
    agents: await db().agent.count(),
    ledger: await db().creditLedgerEntry.count(),
    audit: await db().auditEntry.count(),
  }
}
