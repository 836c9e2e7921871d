import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until the condition holds. Looks every 20 ms.
 *
 * @throws Error that names `what` after `msMax`
 */
export async function until(what: string, condition: () => boolean | Promise<boolean>, msMax = 60_000): Promise<void> {
  const deadline = Date.now() + msMax
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not after ${msMax} ms: ${what}.`)
    await sleep(20)
  }
}
