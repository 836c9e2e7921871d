type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

/**
 * Gathers items that arrive while a batch is being handled, and handles them together, with one transaction and one
 * wait for the disk for all of them. An item that arrives alone is handled at once.
 */
export class Batcher<Item, Result> {
  private waiting: Waiting<Item, Result>[] = []
  private running = false
  private readonly handle: (items: Item[]) => Promise<Result[]>
  private readonly sizeMax: number

  /**
   * @param handle returns one result for each item, in order; when it throws, the items are tried one by one, so that
   * one bad item cannot fail the others
   */
  constructor(handle: (items: Item[]) => Promise<Result[]>, sizeMax: number) {
    this.handle = handle
    this.sizeMax = sizeMax
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      if (!this.running) void this.work()
    })
  }

  private async work(): Promise<void> {
    this.running = true
    // Items of the same turn of the event loop belong together.
    await new Promise(setImmediate)
    while (this.waiting.length > 0) {
      await this.handleBatch(this.waiting.splice(0, this.sizeMax))
    }
    this.running = false
  }

  private async handleBatch(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.handle(batch.map((entry) => entry.item))
      for (const [index, entry] of batch.entries()) entry.resolve(results[index] as Result)
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const entry of batch) await this.handleBatch([entry])
    }
  }
}
