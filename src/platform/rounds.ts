import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseTrouble } from './database-trouble'
import { outsideRequests } from './request-context'

type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

type RoundOptions = {
  sizeMax: number
  /** How long the first item of a round waits for others. */
  gatherMs: number
}

/**
 * Handles items in rounds, one at a time, with one transaction for all that have arrived when the round begins.
 */
export class Rounds<Item, Result> {
  readonly #handle: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #options: RoundOptions
  #waiting: Waiting<Item, Result>[] = []
  #isUnderWay = false

  /**
   * @param handle returns one result for each item, in order. It runs for none of the requests that wait for it. When it
   *   throws, each item of the round is handled by itself, so that one bad item does not fail the others; but not when
   *   the database cannot be used, of which each would have to wait again.
   */
  constructor(options: RoundOptions, handle: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#options = options
    this.#handle = handle
  }

  /** @throws what handling the item by itself has thrown */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#isUnderWay) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#isUnderWay = true
    const { sizeMax, gatherMs } = this.#options
    while (this.#waiting.length > 0) {
      if (this.#waiting.length < sizeMax && gatherMs > 0) await sleep(gatherMs)
      await this.#handleRound(this.#waiting.splice(0, sizeMax))
    }
    this.#isUnderWay = false
  }

  async #handleRound(round: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await outsideRequests(() => this.#handle(round.map(({ item }) => item)))
      for (const [at, { resolve }] of round.entries()) resolve(results[at] as Result)
    } catch (error) {
      if (round.length === 1 || isDatabaseTrouble(error)) for (const { reject } of round) reject(error)
      else for (const waiting of round) await this.#handleRound([waiting])
    }
  }
}
