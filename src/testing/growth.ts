const TURNS = 5
/** A turn repeats the task until it has computed for so long, which the clock can tell. */
const TURN_MS_MIN = 4

/**
 * How many times as much computing a task is with ten times the input: 1 when its size does not matter, about 10 when the
 * task grows with it, 100 when with its square.
 *
 * Both are measured in turns, in processor time and by the best turn: neither the speed of the machine nor what else it
 * does is in the quotient.
 *
 * @param make the input of a size, before any measuring
 */
export function growthAtTenfold<Input>(
  size: number,
  make: (size: number) => Input,
  task: (input: Input) => unknown,
): number {
  const inputs = [make(size), make(size * 10)] as const
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as [number, number]
  for (let turn = 0; turn < TURNS; turn++) {
    for (const at of [0, 1] as const) best[at] = Math.min(best[at], measureMs(task, inputs[at]))
  }
  return best[1] / best[0]
}

function measureMs<Input>(task: (input: Input) => unknown, input: Input): number {
  const start = process.cpuUsage()
  for (let times = 1; ; times++) {
    task(input)
    const { user, system } = process.cpuUsage(start)
    const ms = (user + system) / 1000
    if (ms >= TURN_MS_MIN) return ms / times
  }
}
