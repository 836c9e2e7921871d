import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identifyProcess, isAlive, type ProcessIdentity } from '../launcher/process-identity'

export type ServiceName = 'app' | 'background' | 'executor' | 'postgres'

/**
 * Finds the process of a service as it is now, by the launcher's lock; null while it is dead and not yet started again.
 */
export async function findChild(dataDir: string, name: ServiceName): Promise<ProcessIdentity | null> {
  const lock = JSON.parse(await readFile(join(dataDir, 'launcher.lock'), 'utf8')) as {
    children: (ProcessIdentity & { name: string })[]
  }
  const pid = lock.children.find((child) => child.name === name)?.pid
  return pid === undefined ? null : identifyProcess(pid)
}

/**
 * Kills a service as `kill -9` does, and waits for its end. The launcher starts it again.
 *
 * @returns false when there was nobody to kill at this moment
 */
export async function killChild(dataDir: string, name: ServiceName): Promise<boolean> {
  const child = await findChild(dataDir, name)
  if (!child) return false
  process.kill(child.pid, 'SIGKILL')
  while (await isAlive(child)) await sleep(20)
  return true
}
