import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { InstallationLock } from './installation-lock'
import { type Service, Supervisor } from './supervisor'
import { Watchdog } from './watchdog'

let folder: string
let lock: InstallationLock
const watchdog = new Watchdog()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-supervisor-'))
  lock = await InstallationLock.take(folder)
  watchdog.start()
})

afterEach(async () => {
  watchdog.stop()
  await lock.release()
  await rm(folder, { recursive: true })
})

function service(program: string, isReady: () => Promise<boolean>): Service {
  return {
    name: 'sample',
    title: 'The sample',
    prepare: async () => ({ command: process.execPath, args: ['-e', program], cwd: folder, env: process.env }),
    isReady,
    readyWithinMs: 20_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 500,
  }
}

function supervise(onGiveUp: (reason: string) => void = () => {}) {
  const said: string[] = []
  const options = { lock, watchdog, logDir: folder, onLine: () => {}, say: (message: string) => said.push(message) }
  return { supervisor: new Supervisor({ ...options, onGiveUp }), said }
}

it('gives up a service that dies again and again, and shows the end of its log', async () => {
  let tell: (reason: string) => void = () => {}
  const givenUp = new Promise<string>((resolve) => {
    tell = resolve
  })
  const { supervisor, said } = supervise(tell)
  await supervisor.start(service(`console.log('the disk is full'); process.exit(3)`, async () => true))

  expect(await givenUp).toMatch(/^The sample ended again and again: it was restarted 5 times[\s\S]*the disk is full$/)
  const delays = said.flatMap((message) => message.match(/exit code 3\)\. Restarting it in ([\d.]+) s\./)?.[1] ?? [])
  expect(delays).toEqual(['0.25', '0.5', '1', '2', '4'])
  await supervisor.stop()
})

it('says why a service did not start', async () => {
  const { supervisor } = supervise()
  const starting = supervisor.start(service(`console.error('no such setting'); process.exit(1)`, async () => false))
  await expect(starting).rejects.toThrow(/^The sample did not start\.\n[\s\S]*no such setting$/)
  await supervisor.stop()
})

it('kills what does not stop when it is told to', async () => {
  const { supervisor } = supervise()
  const write = (name: string, content: string) => `require('node:fs').writeFileSync('${name}', ${content});`
  const stubborn = `
    process.on('SIGTERM', () => { ${write('told', "''")} })
    setInterval(() => {}, 1000)
    ${write('started', 'String(process.pid)')}`
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => null)
  await supervisor.start(service(stubborn, async () => Boolean(await read('started'))))
  const pid = Number(await read('started'))
  await supervisor.stop()
  expect(await read('told')).toBe('')
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})
