import { type ChildProcess, spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { InstallationLock } from './installation-lock'
import { LogFile } from './log-file'
import type { OsUser } from './postgres-home'
import { decideRestart } from './restart-policy'
import type { Watchdog } from './watchdog'

export type Command = {
  command: string
  args: readonly string[]
  cwd: string
  env: NodeJS.ProcessEnv
  user?: OsUser
}

/** A child that has to run as long as the launcher does. */
export type Service = {
  /** Short, for file names. */
  name: string
  /** For people: "The app". */
  title: string
  /** Called before every start and restart. It does what must be done first, and returns the command. */
  prepare: () => Promise<Command>
  isReady: () => Promise<boolean>
  readyWithinMs: number
  stopSignal: NodeJS.Signals
  /** After this long it is killed. */
  stopWithinMs: number
  /** How far it stands back for other processes, as with nice(1). */
  niceness?: number
}

type Running = {
  service: Service
  child: ChildProcess | null
  gone: Promise<void>
  restartsAtMs: number[]
  log: LogFile
}

type Options = {
  lock: InstallationLock
  watchdog: Watchdog
  logDir: string
  /** Called with each line that a child prints. */
  onLine: (name: string, line: string) => void
  /** For people. */
  say: (message: string) => void
  /** A service could not be kept alive: everything has to end. */
  onGiveUp: (reason: string) => void
}

/** Thrown by whatever was under way when the launcher was told to stop. */
export class StoppingError extends Error {
  constructor() {
    super('Rollcall is stopping.')
  }
}

const READY_POLL_MS = 50

/** Starts children, each in a process group of its own, restarts those that die, and stops them in order. */
export class Supervisor {
  readonly #options: Options
  /** In the order of their start. */
  readonly #services: Running[] = []
  readonly #tasks = new Set<ChildProcess>()
  #stopping = false

  constructor(options: Options) {
    this.#options = options
  }

  get stopping(): boolean {
    return this.#stopping
  }

  /**
   * Starts a service and resolves when it is ready; from then on it is restarted whenever it dies.
   *
   * @throws Error with the end of its log, when it dies before it is ready
   */
  async start(service: Service): Promise<void> {
    const log = this.#openLog(service.name)
    const running: Running = { service, child: null, gone: Promise.resolve(), restartsAtMs: [], log }
    this.#services.push(running)
    await this.#launch(running)
    if (!(await this.#becomesReady(running))) {
      if (this.#stopping) throw new StoppingError()
      throw new Error(`${service.title} did not start.\n${this.#tailOf(running.log)}`)
    }
    if (running.child) this.#keepAlive(running, running.child)
  }

  /**
   * Runs a command to its end.
   *
   * @param options.secret its standard output is for the caller alone and stays out of the log
   * @returns what it printed to its standard output
   * @throws Error with the end of its log, when it fails
   */
  async runTask(name: string, title: string, command: Command, { secret = false } = {}): Promise<string> {
    if (this.#stopping) throw new StoppingError()
    const log = this.#openLog(name)
    let stdout = ''
    const child = this.#spawn(name, command, 'SIGTERM', log, secret)
    this.#tasks.add(child)
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk
    })
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    this.#tasks.delete(child)
    if (this.#stopping) throw new StoppingError()
    if (code !== 0) throw new Error(`${title} failed.\n${this.#tailOf(log)}`)
    return stdout
  }

  /** Stops everything in good order: what was started last ends first. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const task of this.#tasks) signalGroup(task, 'SIGTERM')
    for (const { child, gone, service } of [...this.#services].reverse()) {
      if (!child) continue
      signalGroup(child, service.stopSignal)
      const ended = await Promise.race([gone.then(() => true), sleep(service.stopWithinMs, false)])
      if (!ended) {
        signalGroup(child, 'SIGKILL')
        await gone
      }
    }
  }

  /** Ends everything at once. SIGQUIT makes Postgres end its backends, which SIGKILL would leave behind. */
  kill(): void {
    this.#stopping = true
    for (const task of this.#tasks) signalGroup(task, 'SIGKILL')
    for (const { child, service } of this.#services) {
      if (child) signalGroup(child, service.name === 'postgres' ? 'SIGQUIT' : 'SIGKILL')
    }
  }

  async #launch(running: Running): Promise<void> {
    if (this.#stopping) throw new StoppingError()
    const command = await running.service.prepare()
    if (this.#stopping) throw new StoppingError()
    const child = this.#spawn(running.service.name, command, running.service.stopSignal, running.log)
    if (child.pid !== undefined && running.service.niceness) standBack(child.pid, running.service.niceness)
    running.child = child
    running.gone = new Promise((resolve) => child.once('close', () => resolve()))
  }

  async #becomesReady(running: Running): Promise<boolean> {
    const { child, service } = running
    const started = Date.now()
    while (Date.now() - started < service.readyWithinMs) {
      if (this.#stopping || !child || hasEnded(child)) return false
      if (await service.isReady()) return true
      await sleep(READY_POLL_MS)
    }
    return false
  }

  #keepAlive(running: Running, child: ChildProcess): void {
    const revive = () => {
      if (!this.#stopping) this.#restart(running).catch((error) => this.#giveUp(running, error))
    }
    if (hasEnded(child)) revive()
    else child.once('exit', revive)
  }

  async #restart(running: Running): Promise<void> {
    const { service, child, restartsAtMs, log } = running
    const decision = decideRestart(restartsAtMs, Date.now())
    if (decision.action === 'give up') {
      this.#options.onGiveUp(
        `${service.title} ended again and again: it was restarted ${restartsAtMs.length} times within a minute.\n${this.#tailOf(log)}`,
      )
      return
    }
    const how = child?.signalCode ?? `exit code ${child?.exitCode}`
    this.#options.say(`${service.title} ended unexpectedly (${how}). Restarting it in ${decision.afterMs / 1000} s.`)
    // What is left of its process group would hold on to its port.
    if (child) signalGroup(child, 'SIGKILL')
    await sleep(decision.afterMs)
    if (this.#stopping) return
    restartsAtMs.push(Date.now())
    await this.#launch(running)
    if (!running.child) return
    // Before it is ready, since it may well die before that.
    this.#keepAlive(running, running.child)
    if (await this.#becomesReady(running)) this.#options.say(`${service.title} is back.`)
  }

  #giveUp(running: Running, error: unknown): void {
    if (error instanceof StoppingError) return
    const reason = error instanceof Error ? error.message : String(error)
    this.#options.onGiveUp(`${running.service.title} could not be restarted: ${reason}\n${this.#tailOf(running.log)}`)
  }

  #spawn(name: string, command: Command, endSignal: NodeJS.Signals, log: LogFile, secret = false): ChildProcess {
    const { lock, watchdog } = this.#options
    const child = spawn(command.command, command.args, {
      cwd: command.cwd,
      env: command.env,
      ...command.user,
      // A group of its own: a Ctrl-C in the terminal reaches the launcher alone, which then ends its children in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.on('error', (error) => log.write(error.message))
    if (!secret) log.follow(child.stdout)
    log.follow(child.stderr)
    const { pid } = child
    if (pid !== undefined) {
      watchdog.add(pid, endSignal)
      void lock.add(name, pid)
      child.once('close', () => {
        watchdog.remove(pid)
        void lock.remove(pid)
      })
    }
    return child
  }

  #openLog(name: string): LogFile {
    return new LogFile(this.#options.logDir, name, (line) => this.#options.onLine(name, line))
  }

  #tailOf(log: LogFile): string {
    return log.tail === '' ? `(It printed nothing; ${log.path} is empty.)` : `The end of ${log.path}:\n\n${log.tail}`
  }
}

function standBack(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness)
  } catch {
    // It has ended, or the system does not allow it: it works all the same.
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // ESRCH: it has ended. EPERM is what macOS says of a group of which only a zombie is left.
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}
