import { type ChildProcess, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hashBuildInputs, isBuilt } from './launcher/build-stamp'
import { identifyProcess } from './launcher/process-identity'
import { findChild, killChild } from './test-run/launched-child'
import { spawnLauncher, startTestApp, type TestApp } from './test-run/test-app'

// The launcher as a newcomer runs it, and what becomes of everything when parts of it are killed. In this order: each
// test leaves a running app to the next.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** The launcher may have to build first. */
const BUILD_WITHIN_MS = 10 * 60_000
const HEAL_WITHIN_MS = 30_000

vi.setConfig({ testTimeout: 4 * HEAL_WITHIN_MS })

let app: TestApp

beforeAll(async () => {
  if (!(await isBuilt(root, await hashBuildInputs(root)))) {
    const { status, stderr } = spawnSync('npm', ['run', 'build'], { cwd: root, encoding: 'utf8' })
    expect(status, stderr).toBe(0)
  }
  app = await startTestApp(root)
}, BUILD_WITHIN_MS)

afterAll(() => app?.stop())

type Demo = {
  operator: { email: string; password: string }
  organizations: { acme: { apiKey: string } }
}

type Child = { name: string; pid: number }

async function readJson<Content>(name: string): Promise<Content> {
  return JSON.parse(await readFile(join(app.dataDir, name), 'utf8'))
}

async function health(): Promise<string> {
  const response = await fetch(`${app.url}/api/v1/health`).catch(() => null)
  if (!response) return 'unreachable'
  const { status, database, background } = (await response.json()) as Record<string, string>
  return [response.status, status, database, background].join(' ')
}

async function eventually<T>(look: () => Promise<T>, expected: T): Promise<void> {
  await expect.poll(look, { timeout: HEAL_WITHIN_MS, interval: 100 }).toEqual(expected)
}

function exitCodeOf(child: ChildProcess): Promise<number | null> {
  return child.exitCode === null
    ? new Promise((resolve) => child.once('exit', resolve))
    : Promise.resolve(child.exitCode)
}

async function findAlive(children: readonly Child[]): Promise<string[]> {
  const identities = await Promise.all(children.map(({ pid }) => identifyProcess(pid)))
  return children.filter((_, at) => identities[at] !== null).map(({ name }) => name)
}

const healthy = '200 ok ok ok'

describe('a running launcher', () => {
  // A page has modules of its own, and whoever comes first opens the one pool of the process.
  it('serves everybody, also when the first to come is an operator', async () => {
    expect((await fetch(`${app.url}/agents`)).status).toBe(200)
    await eventually(health, healthy)
  })

  it('has started everything, and keeps its secrets from other users', async () => {
    await eventually(health, healthy)
    for (const name of ['secrets.json', 'demo.json', 'running.json']) {
      expect((await stat(join(app.dataDir, name))).mode & 0o777).toBe(0o600)
    }
  })

  it('has taken the build that `npm run build` made, and made none itself', () => {
    expect(app.output()).not.toContain('Building')
  })

  it('prints the password and the key of a new demo', async () => {
    const { operator, organizations } = await readJson<Demo>('demo.json')
    for (const text of [operator.email, operator.password, organizations.acme.apiKey, 'curl -sS ']) {
      await expect.poll(app.output).toContain(text)
    }
  })

  it('enrolls a contact by the key and the agent of demo.json', async () => {
    const { url, organizations } = await readJson<{
      url: string
      organizations: { acme: { apiKey: string; agents: { alwaysOn: string } } }
    }>('demo.json')
    const { apiKey, agents } = organizations.acme
    const response = await fetch(`${url}/api/v1/agents/${agents.alwaysOn}/schedule/sequences`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ contacts: [{ name: 'Ada Lovelace', phoneNumber: '+15551234567' }] }),
    })
    expect(response.status).toBe(202)
  })

  it('refuses a second one on the same data', async () => {
    const { launcher, output } = spawnLauncher(root, app.dataDir, 65_000)
    expect(await exitCodeOf(launcher)).toBe(1)
    expect(output()).toContain(`Rollcall is already running from this folder (process ${app.launcher.pid})`)
  })

  it('refuses a taken port before it does anything else', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-app-'))
    const port = Number(new URL(app.url).port)
    const { launcher, output } = spawnLauncher(root, dataDir, port)
    expect(await exitCodeOf(launcher)).toBe(1)
    expect(output()).toContain(`Port ${port} is taken by another program.`)
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
    await rm(dataDir, { recursive: true })
  })

  it.each(['app', 'background', 'executor', 'postgres'] as const)(
    'restarts a killed %s, and everything works again',
    async (name) => {
      expect(await killChild(app.dataDir, name)).toBe(true)
      await eventually(async () => (await findChild(app.dataDir, name)) !== null, true)
      await eventually(health, healthy)
    },
  )
})

describe('a killed launcher', () => {
  it('leaves no process running', async () => {
    const { children } = await readJson<{ children: Child[] }>('launcher.lock')
    expect(children.map(({ name }) => name).sort()).toEqual(['app', 'background', 'executor', 'postgres'])
    app.launcher.kill('SIGKILL')
    await eventually(() => findAlive(children), [])
  })

  it('is followed by one that has kept the data, and stops in good order', async () => {
    const before = await readJson<Demo>('demo.json')
    app = await startTestApp(root, { dataDir: app.dataDir, port: Number(new URL(app.url).port) })
    expect(await readJson('demo.json')).toEqual(before)
    await eventually(health, healthy)
    await expect.poll(app.output).toContain('demo.json')
    expect(app.output()).not.toContain(before.operator.password)
    expect(app.output()).not.toMatch(/rollcall_[\w-]{8}/)
    expect((await stat(join(app.dataDir, 'demo.json'))).mode & 0o777).toBe(0o600)

    const { children } = await readJson<{ children: Child[] }>('launcher.lock')
    const exitCode = exitCodeOf(app.launcher)
    app.launcher.kill('SIGTERM')
    // What npm passes on of a Ctrl-C comes a second time and does not hurry anything.
    await sleep(20)
    app.launcher.kill('SIGTERM')
    expect(await exitCode).toBe(0)
    expect(await findAlive(children)).toEqual([])
    expect(existsSync(join(app.dataDir, 'launcher.lock'))).toBe(false)
  })
})
