import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../percentile'

/** A request that is made again and again while something else goes on. */
export type Door = { name: string; everyMs: number; open: () => Promise<void> }

/** By the name of the door: the milliseconds of each answer, and how many were an error, such as the 503 of a busy database. */
export type DoorTimes = Map<string, { answers: number[]; errors: number }>

/**
 * Opens each door in its own rhythm until `signal` says that it is enough. An answer that takes longer than the rhythm
 * delays the next request.
 */
export async function watchDoors(doors: readonly Door[], signal: AbortSignal): Promise<DoorTimes> {
  const times: DoorTimes = new Map()
  await Promise.all(
    doors.map(async ({ name, everyMs, open }) => {
      const answers: number[] = []
      const watched = { answers, errors: 0 }
      times.set(name, watched)
      while (!signal.aborted) {
        const started = performance.now()
        await open().catch(() => watched.errors++)
        const took = performance.now() - started
        answers.push(took)
        await sleep(Math.max(0, everyMs - took), undefined, { signal }).catch(() => {})
      }
    }),
  )
  return times
}

/** Writes a line for each door: its answers beside those of an idle machine. */
export function describeDoors(busy: DoorTimes, idle: DoorTimes): string[] {
  return [...busy].map(([name, { answers, errors }]) => {
    const [p50, p95] = [percentile(answers, 50), percentile(answers, 95)]
    const idleP95 = percentile(idle.get(name)?.answers ?? [], 95)
    const worst = Math.max(...answers)
    const ratio = (p95 / idleP95).toFixed(1)
    return `  ${name.padEnd(26)} p50 ${ms(p50)}  p95 ${ms(p95)}  worst ${ms(worst)}  idle p95 ${ms(idleP95)}  ratio ${ratio}  errors ${errors}`
  })
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0).padStart(6)} ms`
}
