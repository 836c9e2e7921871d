import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
type Child = ChildProcessByStdio<null, Readable, Readable>

const READY_MS_MAX = 30_000

export type TestExecutor = {
  url: string
  /** All that it has written so far. */
  log: () => string
  /** Ends it as a crash would, and waits until it is gone. */
  kill: () => Promise<void>
  /** Stops it cleanly. @returns its exit code */
  stop: () => Promise<number | null>
}

type Options = {
  databaseUrl: string
  appUrl: string
  port: number
  env?: Record<string, string>
}

/** Starts the real executor as a process of its own, and waits for its ready line. */
export async function startTestExecutor({ databaseUrl, appUrl, port, env }: Options): Promise<TestExecutor> {
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: databaseUrl,
    EXECUTOR_BACKOFF_BASE_MS: '20',
    LOG_LEVEL: 'info',
    ...env,
  }
  const child: Child = spawn(process.execPath, ['--import', 'tsx', MAIN, '-u', appUrl, '-p', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment as NodeJS.ProcessEnv,
  })
  let log = ''
  const collect = (chunk: Buffer) => {
    log += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await once(child, 'exit')
    }
    return child.exitCode
  }
  const ready = await untilReady(child, () => log)
  return { url: ready, log: () => log, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') }
}

async function untilReady(child: Child, log: () => string): Promise<string> {
  const deadline = Date.now() + READY_MS_MAX
  for (;;) {
    const url = log().match(/Executor ready on (\S+)/)?.[1]
    if (url) return url
    if (child.exitCode !== null) throw new Error(`the executor ended with ${child.exitCode}:\n${log()}`)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`the executor is not ready after ${READY_MS_MAX} ms:\n${log()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
