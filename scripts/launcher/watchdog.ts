import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./watchdog-process.mjs', import.meta.url))

/** Keeps a small process beside the launcher that ends the launcher's children when the launcher is killed. */
export class Watchdog {
  readonly #children = new Map<number, NodeJS.Signals>()
  #process: ChildProcess | undefined
  #stopped = false

  start(): void {
    // Detached: in a session of its own, out of reach of what is done to the launcher's process group.
    const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' })
    // Its death is seen by `exit`; writing to it in that moment is no error of ours.
    child.stdin.on('error', () => {})
    child.on('error', () => {})
    child.once('exit', () => {
      if (!this.#stopped) this.start()
    })
    child.unref()
    this.#process = child
    for (const [pid, signal] of this.#children) this.#tell({ add: pid, signal })
  }

  /** @param pid of a child that leads its own process group */
  add(pid: number, signal: NodeJS.Signals): void {
    this.#children.set(pid, signal)
    this.#tell({ add: pid, signal })
  }

  remove(pid: number): void {
    this.#children.delete(pid)
    this.#tell({ remove: pid })
  }

  /** Ends the small process. The launcher calls this when it ends in good order and no child is left. */
  stop(): void {
    this.#stopped = true
    this.#process?.stdin?.end()
  }

  #tell(message: object): void {
    this.#process?.stdin?.write(`${JSON.stringify(message)}\n`)
  }
}
