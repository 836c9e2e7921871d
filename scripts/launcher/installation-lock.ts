import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity'

type LockContent = { launcher: ProcessIdentity; children: (ProcessIdentity & { name: string })[] }

const CHILDREN_END_WITHIN_MS = 5_000

/** One launcher per data folder. The lock is a file that names its holder, and so does not outlive it. */
export class InstallationLock {
  readonly #file: string
  readonly #content: LockContent
  #writing: Promise<void> = Promise.resolve()

  private constructor(file: string, launcher: ProcessIdentity) {
    this.#file = file
    this.#content = { launcher, children: [] }
  }

  /**
   * Takes the lock of `dataDir`. Children of a dead holder that are still alive, because its watchdog was killed as well,
   * are ended first.
   *
   * @throws Error for people, when another launcher is alive
   */
  static async take(dataDir: string): Promise<InstallationLock> {
    const file = join(dataDir, 'launcher.lock')
    const launcher = await identifyProcess(process.pid)
    if (!launcher) throw new Error('This process cannot be identified.')
    for (;;) {
      const lock = new InstallationLock(file, launcher)
      try {
        const handle = await open(file, 'wx', 0o600)
        await handle.writeFile(JSON.stringify(lock.#content))
        await handle.close()
        return lock
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      await clearStaleLock(file)
    }
  }

  /** Notes a child, so that the next launcher can end it if this one cannot. */
  async add(name: string, pid: number): Promise<void> {
    const child = await identifyProcess(pid)
    if (child) this.#content.children.push({ name, ...child })
    await this.#write()
  }

  async remove(pid: number): Promise<void> {
    this.#content.children = this.#content.children.filter((child) => child.pid !== pid)
    await this.#write()
  }

  async release(): Promise<void> {
    await this.#writing
    await rm(this.#file, { force: true })
  }

  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await writeFile(`${this.#file}.new`, JSON.stringify(this.#content), { mode: 0o600 })
      await rename(`${this.#file}.new`, this.#file)
    })
    return this.#writing
  }
}

async function clearStaleLock(file: string): Promise<void> {
  const content = await readLock(file)
  if (content === null) return
  if (await isAlive(content.launcher)) {
    throw new Error(
      `Rollcall is already running from this folder (process ${content.launcher.pid}). ` +
        'Stop that one first. A second one needs a checkout of its own, or a data folder of its own: ROLLCALL_DATA_DIR.',
    )
  }
  const started = Date.now()
  for (const child of content.children) {
    // The watchdog may be at it still; nothing is lost by giving it, or them, a moment.
    while (await isAlive(child)) {
      const waited = Date.now() - started
      if (waited > CHILDREN_END_WITHIN_MS) break
      if (waited > CHILDREN_END_WITHIN_MS / 2) endGroup(child.pid)
      await sleep(100)
    }
  }
  await rm(file, { force: true })
}

/**
 * Reads the lock; null when there is none any more. A half-written lock belongs to a launcher that is just starting, or
 * that died while it started. One that stays so for half a second is removed.
 */
async function readLock(file: string): Promise<LockContent | null> {
  for (let tries = 0; ; tries++) {
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) return null
    try {
      return JSON.parse(text) as LockContent
    } catch {
      if (tries < 10) await sleep(50)
      else {
        await rm(file, { force: true })
        return null
      }
    }
  }
}

function endGroup(pid: number): void {
  try {
    // Postgres takes SIGQUIT for "at once, but in order"; anything else ends of it too.
    process.kill(-pid, 'SIGQUIT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
