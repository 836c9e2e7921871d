import { setTimeout as sleep } from 'node:timers/promises'
import { killChild } from './launched-child'

const SERVICES = ['app', 'background', 'executor', 'postgres'] as const

/** The launcher gives up on a child that dies more often than five times a minute, so a test stays below that. */
const KILLS_PER_MINUTE_MAX = 4

type Kills = {
  rounds: number
  /** How long it waits between two kills at most. */
  pauseMsMax: number
  random: () => number
}

/**
 * Kills one service after the other of a launched installation, as `kill -9` does.
 *
 * @returns which service was killed in each round
 */
export async function killRepeatedly(dataDir: string, { rounds, pauseMsMax, random }: Kills): Promise<string[]> {
  const killed: { name: string; atMs: number }[] = []
  while (killed.length < rounds) {
    await sleep(random() * pauseMsMax)
    const spared = (name: string) =>
      killed.filter((kill) => kill.name === name && Date.now() - kill.atMs < 60_000).length < KILLS_PER_MINUTE_MAX
    const candidates = SERVICES.filter(spared)
    const name = candidates[Math.floor(random() * candidates.length)]
    // It may be dead at this moment, or on its way up.
    if (!name || !(await killChild(dataDir, name))) continue
    killed.push({ name, atMs: Date.now() })
  }
  return killed.map(({ name }) => name)
}
