const TURNS = 5
/** A turn repeats the task until it has taken this much processor time, which the clock can measure. */
const TURN_MS_MIN = 4

/**
 * Measures how many times as much computing a task takes with ten times the input. It is 1 when the size does not
 * matter, about 10 when the task is linear, and 100 when it is quadratic.
 *
 * Both sizes are measured in processor time, several times, and the best time counts. Neither the speed of the machine
 * nor its other work changes the quotient.
 *
 * @param make makes the input of a size, before anything is measured
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
