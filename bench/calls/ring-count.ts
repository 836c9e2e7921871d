/** What a dialer has done since it was last asked. */
export type DialerCount = {
  /** How often somebody was rung, and how many people and calls of ours that were. */
  rings: number
  people: number
  calls: number
  /** All requests to it, those that look or fetch too. */
  requests: number
  /** How often a result or an event of it was not taken, and had to be sent again. */
  refused: number
}

/** Counts what a dialer does, in its process. */
export class RingCount {
  readonly #people = new Set<string>()
  readonly #calls = new Set<string>()
  #rings = 0
  #requests = 0
  #refused = 0

  ring(phoneNumber: string, callId: string): void {
    this.#rings++
    this.#people.add(phoneNumber)
    this.#calls.add(callId)
  }

  request(): void {
    this.#requests++
  }

  refuse(): void {
    this.#refused++
  }

  /** Returns what was counted, and begins anew. */
  take(): DialerCount {
    const [people, calls] = [this.#people.size, this.#calls.size]
    const taken = { people, calls, rings: this.#rings, requests: this.#requests, refused: this.#refused }
    this.#people.clear()
    this.#calls.clear()
    this.#rings = this.#requests = this.#refused = 0
    return taken
  }
}
