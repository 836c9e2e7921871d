import { readFile } from 'node:fs/promises'
import { runCommand } from './run-command'

/**
 * A process, told apart from any other. Its id is used again after it has ended, but not with the same moment of the
 * start.
 */
export type ProcessIdentity = { pid: number; startedAt: string }

/** Identifies a process; null when there is none with this id, or only a zombie. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  const startedAt = process.platform === 'linux' ? await startOnLinux(pid) : await startByPs(pid)
  return startedAt === null ? null : { pid, startedAt }
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.startedAt === identity.startedAt
}

async function startOnLinux(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat === null) return null
  // The second field is the command in parentheses and may hold anything; the state follows it, the start is the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, ticks] = [fields[0], fields[19]]
  return state === 'Z' || ticks === undefined ? null : ticks
}

async function startByPs(pid: number): Promise<string | null> {
  const { code, stdout } = await runCommand('ps', ['-o', 'stat=,lstart=', '-p', String(pid)])
  const [state = 'Z', ...start] = stdout.trim().split(/\s+/)
  return code === 0 && !state.startsWith('Z') ? start.join(' ') : null
}
