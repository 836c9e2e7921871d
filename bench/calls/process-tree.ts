import { readdir, readFile } from 'node:fs/promises'

/** Linux gives the CPU time of a process in clock ticks. There are 100 in a second on every machine of today. */
const TICKS_PER_SECOND = 100

type Process = { parent: number; cpuMs: number }

/**
 * Adds up the CPU that a process and all its descendants have used, in milliseconds. The CPU of a process that has
 * ended is lost if its parent has not waited for it.
 */
export async function cpuOfTree(root: number): Promise<number> {
  const processes = new Map<number, Process>()
  for (const name of await readdir('/proc')) {
    const found = /^\d+$/.test(name) ? await readProcess(Number(name)) : null
    if (found) processes.set(Number(name), found)
  }
  let sum = 0
  for (const pid of processes.keys()) if (descendsFrom(pid, root, processes)) sum += processes.get(pid)?.cpuMs ?? 0
  return sum
}

function descendsFrom(pid: number, root: number, processes: ReadonlyMap<number, Process>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = processes.get(at)?.parent) {
    if (at === root) return true
  }
  return false
}

/** Reads /proc/<pid>/stat (proc_pid_stat(5)); null for a process that has ended. */
async function readProcess(pid: number): Promise<Process | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat === null) return null
  // The name of the program stands in brackets and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
  return { parent: Number(fields[1]), cpuMs: (ticks / TICKS_PER_SECOND) * 1_000 }
}
