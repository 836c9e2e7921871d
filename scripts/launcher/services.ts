import { get } from 'node:http'
import { join } from 'node:path'
import { answersQueries, endLeftovers, serverCommand, serverUrl } from './embedded-postgres'
import { accepts } from './ports'
import type { PostgresHome } from './postgres-home'
import type { Command, Service } from './supervisor'

/** Describes the embedded server. It keeps its port over restarts, so that whoever was connected finds it again. */
export function postgresService(home: PostgresHome, port: number, password: string): Service {
  return {
    name: 'postgres',
    title: 'Postgres',
    prepare: async () => {
      await endLeftovers(home)
      return serverCommand(home, port)
    },
    isReady: () => answersQueries(serverUrl(port, password, 'postgres')),
    // Recovery after a crash replays what was written since the last checkpoint.
    readyWithinMs: 120_000,
    // A fast shutdown: sessions are ended, what was committed is written out.
    stopSignal: 'SIGINT',
    stopWithinMs: 20_000,
  }
}

/** @param appUrl where the executor reaches the app, on this machine */
export function executorService(root: string, port: number, appUrl: string, env: NodeJS.ProcessEnv): Service {
  return {
    name: 'executor',
    title: 'The executor',
    prepare: async () =>
      tsxCommand(root, env, 'src/executor/main.ts', ['-u', `${appUrl}/api/inngest`, '-p', String(port)]),
    isReady: () => accepts(port, '127.0.0.1'),
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 5_000,
    niceness: BEHIND_THE_DOORS,
  }
}

/** What nobody waits for gets the processor when requests leave it. */
const BEHIND_THE_DOORS = 10

/**
 * Describes the process in which the executor runs the functions: the app once more, on a port that only this machine
 * reaches. A thousand calls that are due do not make a request wait then, which another process answers.
 */
export function backgroundService(root: string, port: number, env: NodeJS.ProcessEnv): Service {
  const service = appService(root, 'start', { host: '127.0.0.1', port }, `http://127.0.0.1:${port}`, env)
  return { ...service, name: 'background', title: 'The background', niceness: BEHIND_THE_DOORS }
}

/** @param appUrl where the app answers, on this machine */
export function appService(
  root: string,
  mode: 'start' | 'dev',
  listen: { host: string; port: number },
  appUrl: string,
  env: NodeJS.ProcessEnv,
): Service {
  return {
    name: 'app',
    title: 'The app',
    prepare: async () => ({
      command: process.execPath,
      args: [join(root, 'scripts', 'serve.mjs'), mode, '-p', String(listen.port), '-H', listen.host],
      cwd: root,
      env,
    }),
    isReady: () => answersHttp(`${appUrl}/api/v1/health`),
    readyWithinMs: 120_000,
    stopSignal: 'SIGTERM',
    // It finishes what it is answering.
    stopWithinMs: 3_000,
  }
}

/** Returns the command that runs a TypeScript program of ours with this Node. */
export function tsxCommand(root: string, env: NodeJS.ProcessEnv, file: string, args: readonly string[] = []): Command {
  return { command: process.execPath, args: ['--import', 'tsx', join(root, file), ...args], cwd: root, env }
}

/** Tells whether the app answers HTTP. Any answer shows that it listens and has loaded its routes. */
function answersHttp(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // No agent: a connection that is kept alive would hold the app up when it has to stop.
    const request = get(url, { agent: false, timeout: 30_000 }, (response) => {
      response.resume()
      response.once('close', () => resolve(true))
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(false))
  })
}
