/**
 * A reference model of sequences, for tests. It was written from the rules that customers are told, and not from the
 * code. It has no database, no clock and no concurrency. Time is only `now` and `later`. When several contacts could
 * get a free line, the model says who may get it, and leaves the choice open.
 */
export type ModelStep = {
  stepType: 'CALL' | 'EMAIL'
  delaySeconds: number
  /** How often a CALL is tried again after each result. All waits are over one minute. */
  retry?: { [resultType: string]: { after: string; times: number } }
  attemptsMax?: number
}

export type ModelStatus =
  | 'not created'
  | 'waiting'
  | 'scheduled'
  | 'in progress'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'skipped'

export type ModelCall = {
  state: 'requested' | 'placed' | 'ended' | 'settled' | 'withdrawn'
  step: number
  attempt: number
  /** The dialer was asked and did not clearly refuse, so the call cannot be withdrawn any more. */
  asked: boolean
  /** The dialer accepted the call, or has reported its result. */
  placed: boolean
  result: { type: string; from: 'dialer' | 'us' } | null
  /** A late result has replaced one of ours, and its effects are still to come. */
  late: boolean
}

export type ModelContact = {
  name: string
  tag: string
  batch: ModelBatch
  chain: ModelChain
  status: ModelStatus
  step: number
  /** Which call of the step is next or under way. */
  attempt: number
  due: 'now' | 'later' | null
  gaveTurn: boolean
  credit: 'reserved' | 'spent' | 'released'
  calls: ModelCall[]
  mailRequested: boolean
}

export type ModelBatch = { created: boolean; failed: boolean; paused: boolean; contacts: ModelContact[] }

export type ModelChain = {
  value: string
  closed: boolean
  /** The bulk request that opened the chain; null when a single request did. */
  openedBy: ModelBatch | null
  members: ModelContact[]
}

export type ModelRules = {
  steps: ModelStep[]
  chainAdvance: 'call' | 'sequence'
  lines: number
  /** How many calls a contact gets at most. */
  attemptsMax?: number | null
}

export class ChainModel {
  readonly batches: ModelBatch[] = []
  readonly chains: ModelChain[] = []
  isAgentActive = true
  readonly rules: ModelRules

  constructor(rules: ModelRules) {
    this.rules = rules
  }

  get contacts(): ModelContact[] {
    return this.batches.flatMap(({ contacts }) => contacts)
  }

  // Enrollment

  enroll(contacts: { name: string; tag: string; chain: string }[]): void {
    const batch: ModelBatch = { created: false, failed: false, paused: false, contacts: [] }
    this.batches.push(batch)
    const opened = new Map<string, ModelChain>()
    for (const { name, tag, chain: value } of contacts) {
      let chain = opened.get(value)
      if (!chain) {
        chain = { value, closed: false, openedBy: batch, members: [] }
        opened.set(value, chain)
        this.chains.push(chain)
      }
      this.addContact(name, tag, batch, chain)
    }
  }

  enrollSingle(name: string, tag: string, value: string): void {
    const batch: ModelBatch = { created: true, failed: false, paused: false, contacts: [] }
    this.batches.push(batch)
    let chain = this.chains.findLast((candidate) => candidate.value === value && !candidate.closed)
    if (!chain) {
      chain = { value, closed: false, openedBy: null, members: [] }
      this.chains.push(chain)
    }
    this.addContact(name, tag, batch, chain).status = 'waiting'
    this.tend(chain)
  }

  private addContact(name: string, tag: string, batch: ModelBatch, chain: ModelChain): ModelContact {
    const contact: ModelContact = {
      name,
      tag,
      batch,
      chain,
      status: 'not created',
      step: 0,
      attempt: 1,
      due: null,
      gaveTurn: false,
      credit: 'reserved',
      calls: [],
      mailRequested: false,
    }
    batch.contacts.push(contact)
    chain.members.push(contact)
    return contact
  }

  create(batch: ModelBatch): void {
    if (batch.created || batch.failed) return
    batch.created = true
    for (const contact of batch.contacts) {
      if (contact.chain.members[0] === contact) this.activate(contact)
      else contact.status = 'waiting'
    }
  }

  // Steps

  /** Returns the contacts that may be called now. */
  callable(): ModelContact[] {
    if (!this.isAgentActive || this.underWay().length >= this.rules.lines) return []
    return this.contacts.filter(
      (contact) =>
        this.isDue(contact, 'CALL') && !contact.chain.members.some((member) => underWayOf(member) !== undefined),
    )
  }

  mailable(): ModelContact[] {
    return this.isAgentActive ? this.contacts.filter((contact) => this.isDue(contact, 'EMAIL')) : []
  }

  underWay(): ModelContact[] {
    return this.contacts.filter((contact) => underWayOf(contact) !== undefined)
  }

  requestCall(contact: ModelContact): void {
    contact.status = 'in progress'
    contact.due = null
    contact.calls.push({
      state: 'requested',
      step: contact.step,
      attempt: contact.attempt,
      asked: false,
      placed: false,
      result: null,
      late: false,
    })
  }

  requestMail(contact: ModelContact): void {
    contact.status = 'in progress'
    contact.due = null
    contact.mailRequested = true
  }

  /**
   * Says whether the dialer may be asked for this call now. If not, withdraws the call, or gives it up when the dialer
   * was asked already.
   */
  look(contact: ModelContact, call: ModelCall): 'ask' | 'no more' {
    if (call.state !== 'requested') return 'no more'
    if (contact.status === 'in progress' && !contact.batch.paused && this.isAgentActive) return 'ask'
    if (call.asked) this.giveUp(call)
    else {
      call.state = 'withdrawn'
      if (contact.status === 'in progress') this.makeDueAgain(contact)
      this.releaseIfNeverCalled(contact)
    }
    return 'no more'
  }

  place(contact: ModelContact, call: ModelCall): void {
    if (call.state === 'requested') call.state = 'placed'
    call.placed = true
    this.spend(contact)
  }

  giveUp(call: ModelCall): void {
    if (call.state !== 'requested' && call.state !== 'placed') return
    call.state = 'ended'
    call.result = { type: 'Failed', from: 'us' }
  }

  /** @returns whether the report changed nothing */
  report(contact: ModelContact, call: ModelCall, type: string): boolean {
    const replaces = call.result?.from === 'us'
    if (call.state === 'withdrawn' || (call.result && !replaces)) return true
    if (call.state === 'settled') call.late = true
    else call.state = 'ended'
    call.result = { type, from: 'dialer' }
    call.placed = true
    this.spend(contact)
    return false
  }

  settle(contact: ModelContact, call: ModelCall): void {
    if (call.state !== 'ended' && !call.late) return
    const isLate = call.late
    call.state = 'settled'
    call.late = false
    const isOpen = !hasEnded(contact)
    if (call.result?.type === 'Goal Completed') {
      if (isOpen) this.end(contact, 'done')
      if (!contact.chain.closed) this.closeBySuccess(contact.chain)
    } else if (isOpen && !isLate && this.isTriedAgain(contact, call)) {
      contact.attempt++
      contact.due = 'later'
    } else if (isOpen && (!isLate || isTalkBeforeRetry(contact, call))) {
      this.goOn(contact, call.result?.type === 'Failed', 'CALL')
    }
    this.releaseIfNeverCalled(contact)
    this.tend(contact.chain)
  }

  sendMail(contact: ModelContact, failed: boolean): void {
    if (!contact.mailRequested) return
    contact.mailRequested = false
    if (contact.batch.paused) {
      this.makeDueAgain(contact)
      return
    }
    this.goOn(contact, failed, 'EMAIL')
    this.releaseIfNeverCalled(contact)
    this.tend(contact.chain)
  }

  passTime(): void {
    for (const contact of this.contacts) if (contact.due) contact.due = 'now'
  }

  // Cancel, pause

  /** @returns how many were cancelled */
  cancel(chosen: readonly ModelContact[], closes?: ModelChain): number {
    for (const { batch } of chosen) {
      batch.failed = false
      this.create(batch)
    }
    const open = chosen.filter((contact) => !hasEnded(contact))
    for (const contact of open) this.end(contact, 'cancelled')
    if (closes) closes.closed = true
    for (const chain of new Set(chosen.map((contact) => contact.chain))) this.tend(chain)
    return open.length
  }

  /** @returns how many contacts the change holds or lets go on */
  setPaused(batch: ModelBatch, paused: boolean): number {
    if (batch.paused === paused) return 0
    const affected = batch.contacts.filter((contact) => !hasEnded(contact)).length
    if (affected > 0) batch.paused = paused
    return affected
  }

  // The chain

  /**
   * Moves the chain on. If nobody has the turn, the first waiting contact gets it. If nobody is left, the chain closes.
   */
  private tend(chain: ModelChain): void {
    if (chain.closed || (chain.openedBy && !chain.openedBy.created)) return
    const open = chain.members.filter((member) => !hasEnded(member))
    if (open.length === 0) chain.closed = true
    if (open.some((member) => member.status !== 'waiting' && !member.gaveTurn)) return
    const next = open.find(({ status }) => status === 'waiting')
    if (next) this.activate(next)
  }

  private activate(contact: ModelContact): void {
    contact.status = 'scheduled'
    contact.due = (this.rules.steps[0]?.delaySeconds ?? 0) > 0 ? 'later' : 'now'
  }

  private closeBySuccess(chain: ModelChain): void {
    chain.closed = true
    for (const member of chain.members) {
      if (hasEnded(member)) continue
      const wasCalled = member.credit === 'spent' || isUnderWayFor(member)
      this.end(member, wasCalled ? 'cancelled' : 'skipped')
    }
  }

  /** Says whether the step calls once more after this call. */
  private isTriedAgain(contact: ModelContact, { step, result }: ModelCall): boolean {
    const rules = this.rules.steps[step]
    const made = contact.calls.filter(({ state }) => state !== 'withdrawn')
    const ofStep = made.filter((one) => one.step === step)
    const alike = ofStep.filter((one) => one.result?.type === result?.type)
    return (
      alike.length <= (rules?.retry?.[result?.type ?? '']?.times ?? 0) &&
      ofStep.length < (rules?.attemptsMax ?? Number.POSITIVE_INFINITY) &&
      made.length < (this.rules.attemptsMax ?? Number.POSITIVE_INFINITY)
    )
  }

  private goOn(contact: ModelContact, failed: boolean, stepType: ModelStep['stepType']): void {
    const next = this.rules.steps[contact.step + 1]
    if (!next) {
      this.end(contact, failed ? 'failed' : 'done')
      return
    }
    contact.step++
    contact.attempt = 1
    contact.due = next.delaySeconds > 0 ? 'later' : 'now'
    const isAwaited = contact.chain.members.some(({ status }) => status === 'waiting')
    if (this.rules.chainAdvance === 'call' && stepType === 'CALL' && isAwaited) contact.gaveTurn = true
  }

  /** Ends a sequence. A call that the dialer was not asked for is withdrawn; any other call under way ends normally. */
  private end(contact: ModelContact, status: ModelStatus): void {
    contact.status = status
    contact.due = null
    contact.mailRequested = false
    const call = underWayOf(contact)
    if (call?.state === 'requested' && !call.asked) call.state = 'withdrawn'
    this.releaseIfNeverCalled(contact)
  }

  private makeDueAgain(contact: ModelContact): void {
    contact.due = 'now'
    if (contact.step === 0 && contact.attempt === 1) contact.status = 'scheduled'
  }

  private isDue(contact: ModelContact, stepType: ModelStep['stepType']): boolean {
    return contact.due === 'now' && !contact.batch.paused && this.rules.steps[contact.step]?.stepType === stepType
  }

  private spend(contact: ModelContact): void {
    contact.credit = 'spent'
  }

  private releaseIfNeverCalled(contact: ModelContact): void {
    if (contact.credit === 'reserved' && hasEnded(contact) && !underWayOf(contact)) contact.credit = 'released'
  }
}

export function hasEnded({ status }: ModelContact): boolean {
  return ['done', 'failed', 'cancelled', 'skipped'].includes(status)
}

/** Finds the contact's call that is requested or placed, or that has ended and is not settled yet. */
export function underWayOf({ calls }: ModelContact): ModelCall | undefined {
  return calls.find(({ state }) => ['requested', 'placed', 'ended'].includes(state))
}

/** Says whether a result that came late tells that somebody was spoken to, and the next try still waits. */
function isTalkBeforeRetry({ step, attempt, due }: ModelContact, call: ModelCall): boolean {
  return (
    call.result?.type === 'Goal Not Completed' && step === call.step && attempt === call.attempt + 1 && due !== null
  )
}

/** Says whether the contact counts as being called: a call that cannot be withdrawn any more does. */
function isUnderWayFor(contact: ModelContact): boolean {
  const call = underWayOf(contact)
  return call !== undefined && (call.state !== 'requested' || call.asked)
}
