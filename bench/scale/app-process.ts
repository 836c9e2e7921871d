import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** What an app is asked to do. `explains`: it also says how Postgres carried out the slowest statement of it. */
export type Task =
  | { kind: 'tenant'; name: string; agents: number }
  | ({ explains?: boolean } & (
      | { kind: 'request'; path: string; apiKey: string; body?: string }
      | { kind: 'dispatch'; agentId: string }
      | { kind: 'metrics' }
    ))

export type Answer = { ms: number; body: string; plan?: string | undefined }

export type AppProcess = { run(task: Task): Promise<Answer>; stop(): void }

/** Starts the app for one database, in a process of its own. */
export async function startApp(env: Record<string, string>): Promise<AppProcess> {
  const child = fork(join(import.meta.dirname, 'app.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...env },
  })
  await once(child, 'message')
  let last = 0
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>()
  child.on('message', ({ n, answer, error }: { n: number; answer: Answer; error?: string }) => {
    const waits = waiting.get(n)
    waiting.delete(n)
    if (error === undefined) waits?.resolve(answer)
    else waits?.reject(new Error(error))
  })
  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        last++
        waiting.set(last, { resolve, reject })
        child.send({ n: last, task })
      }),
    stop: () => child.disconnect(),
  }
}
