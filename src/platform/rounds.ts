type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

/**
 * Gathers items that arrive while a round of others is under way, and handles them together in the next one, with one
 * transaction for all of them. An item that arrives alone is handled at once.
 */
export class Rounds<Item, Result> {
  readonly #handle: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #sizeMax: number
  #waiting: Waiting<Item, Result>[] = []
  #isUnderWay = false

  /**
   * @param handle returns one result for each item, in order. When it throws, each item of the round is handled by
   *   itself, so that one bad item does not fail the others.
   */
  constructor(sizeMax: number, handle: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#sizeMax = sizeMax
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
    while (this.#waiting.length > 0) await this.#handleRound(this.#waiting.splice(0, this.#sizeMax))
    this.#isUnderWay = false
  }

  async #handleRound(round: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#handle(round.map(({ item }) => item))
      for (const [at, { resolve }] of round.entries()) resolve(results[at] as Result)
    } catch (error) {
      if (round.length === 1) round[0]?.reject(error)
      else for (const waiting of round) await this.#handleRound([waiting])
    }
  }
}
