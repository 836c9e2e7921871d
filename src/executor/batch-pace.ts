/** What comes in the same moment belongs together. */
const GATHER_MS = 10
const KEYS_MAX = 10_000

/**
 * Says when batches start. One that comes alone starts at once, and nobody waits for it. While more and more of one key
 * come, they start an interval apart, so that a run is for many events.
 */
export class BatchPace {
  /** When the next batch of a key may start at the earliest. */
  readonly #freeMs = new Map<string, number>()

  /**
   * Plans the next batch of a key.
   *
   * @returns in how many ms it is to start
   */
  plan(key: string, intervalMs: number, nowMs: number): number {
    // Never later than one interval, however many are planned at once: most of those are full, and start before.
    const latestMs = nowMs + Math.max(intervalMs, GATHER_MS)
    const startMs = Math.min(Math.max(nowMs + GATHER_MS, this.#freeMs.get(key) ?? 0), latestMs)
    if (this.#freeMs.size >= KEYS_MAX && !this.#freeMs.has(key)) this.#forgetUntil(nowMs)
    this.#freeMs.set(key, startMs + intervalMs)
    return startMs - nowMs
  }

  #forgetUntil(nowMs: number): void {
    for (const [key, freeMs] of this.#freeMs) if (freeMs < nowMs) this.#freeMs.delete(key)
  }
}
