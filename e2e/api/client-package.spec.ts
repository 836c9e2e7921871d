import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from './contract-test'

const run = promisify(execFile)
const ROOT = process.cwd()

/** As strict as an internal tool may be. The types of tRPC itself ask for those of Node's servers, which no tool needs. */
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
  },
  include: ['*.ts'],
}

const PROGRAM = `
import { createRollcallClient, createRollcallRest, readRollcallError, RollcallRestError } from 'rollcall-client'

declare const process: { env: Record<string, string> }
const { URL: url = '', KEY: apiKey = '', AGENT: agentId = '' } = process.env
const rollcall = createRollcallClient({ url, apiKey })
const rest = createRollcallRest({ url, apiKey })

const { agents } = await rollcall.agents.list.query()
const names: string[] = agents.map((agent) => agent.name)
// @ts-expect-error: an agent has no colour
agents[0]?.colour
// @ts-expect-error: the id is missing
const wrong = await rollcall.batches.get.query({}).catch((thrown: unknown) => readRollcallError(thrown))
const contact = { agentId, name: 'Ada', phoneNumber: '+15551230001', account_id: 'a', idempotencyKey: 'one' }
const single = await rollcall.enrollment.enrollSingle.mutate(contact)
const again = await rollcall.enrollment.enrollSingle.mutate(contact)
const batch = await rest('get', '/batches/{batchId}', { path: { batchId: single.sequence.batchId } })
const total: number = batch.total
const missing = await rest('get', '/batches/{batchId}', { path: { batchId: 'x' } }).catch((thrown: unknown) =>
  thrown instanceof RollcallRestError ? thrown.code : null,
)
console.log(JSON.stringify({
  names: names.length,
  total,
  replayed: [single.replayed, again.replayed],
  same: single.sequence.sequenceId === again.sequence.sequenceId,
  missing,
  wrong: readCode(wrong),
}))

function readCode(value: unknown): unknown {
  return (value as { code?: unknown }).code
}
`

test('the package of internal tools installs without a registry, compiles under --strict and works', async ({
  api,
  tenant,
}) => {
  test.setTimeout(600_000)
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-client-'))
  try {
    await run('npm', ['run', 'build:client'], { cwd: ROOT })
    const { stdout } = await run('npm', ['pack', './dist/client', '--pack-destination', folder], { cwd: ROOT })
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
    await writeFile(join(folder, 'tool.ts'), PROGRAM)
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${stdout.trim()}`], { cwd: folder })
    const compiled = await run('node', [join(ROOT, 'node_modules/typescript/lib/tsc.js'), '-p', folder]).catch(
      (failure: { stdout: string }) => failure,
    )
    expect(compiled.stdout).toBe('')
    const env = { ...process.env, URL: api.origin, KEY: tenant.apiKey, AGENT: tenant.agents.alwaysOn }
    const tool = await run(join(ROOT, 'node_modules/.bin/tsx'), ['tool.ts'], { cwd: folder, env })
    expect(JSON.parse(tool.stdout)).toEqual({
      names: 4,
      total: 1,
      replayed: [false, true],
      same: true,
      missing: 'BATCH_NOT_FOUND',
      wrong: 'VALIDATION_ERROR',
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})
