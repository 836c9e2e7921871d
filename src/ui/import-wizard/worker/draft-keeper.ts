import type { DraftWork, KeptDraft } from '@/ui/import-wizard/draft/kept-draft'
import { blockOf, type FixBlock } from './fix-blocks'

/** Where drafts are kept. */
export type DraftStore = {
  begin: (draft: KeptDraft, file: Blob) => Promise<void>
  /** Takes the blocks one by one while it writes. */
  save: (draft: KeptDraft, blocks: Iterable<FixBlock>) => Promise<void>
  remove: (draftId: string) => Promise<void>
}

/** Why a draft is not kept: no room, kept no longer since it was removed elsewhere, or anything else. */
export type DraftLoss = 'no room' | 'gone' | 'refused'

type Fixes = { fixesOf: (block: number) => FixBlock; countFixes: () => number }

type KeeperParts = {
  store: DraftStore
  /** Reads the clock, in epoch milliseconds. */
  clock: () => number
  /** Called whenever it turns out that the draft is kept (null), or is not. */
  onKept: (loss: DraftLoss | null) => void
  /** Whether the draft is in the store already, since it is continued. */
  isBegun: boolean
}

/** How long changes are gathered, in ms. What is typed within it is lost with a tab that crashes. */
export const GATHERED_MS = 400

/**
 * Keeps one draft: the file once, then what has changed, in blocks of rows and a few times a second at most. A write
 * that fails is tried again with the next change.
 */
export class DraftKeeper {
  private readonly parts: KeeperParts
  private readonly file: Blob
  private readonly fixes: Fixes
  private draft: KeptDraft
  private changed = new Set<number>()
  private isChanged = false
  private isBegun: boolean
  private hasEnded = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private writing: Promise<void> = Promise.resolve()

  constructor(draft: KeptDraft, file: Blob, fixes: Fixes, parts: KeeperParts) {
    this.draft = draft
    this.file = file
    this.fixes = fixes
    this.parts = parts
    this.isBegun = parts.isBegun
    if (!this.isBegun) this.change()
  }

  get draftId(): string {
    return this.draft.draftId
  }

  get hasFixes(): boolean {
    return this.fixes.countFixes() > 0
  }

  noteFixed(row: number): void {
    this.changed.add(blockOf(row))
    this.change()
  }

  noteWork(work: DraftWork): void {
    this.draft = { ...this.draft, work }
    this.change()
  }

  /** Notes the import that the rows are sent as, before they are sent. */
  noteSent(importId: string): Promise<void> {
    this.draft = { ...this.draft, sentAs: importId }
    this.change()
    return this.flush()
  }

  /** Writes at once what is not written yet. Ends also when that fails. */
  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.writing = this.writing.then(() => this.write())
    return this.writing
  }

  /** Removes the draft. Nothing is written after it. */
  async remove(): Promise<void> {
    await this.end()
    await this.parts.store.remove(this.draftId)
  }

  /** Stops keeping the draft, which stays as it is, and waits for a write that is under way. */
  end(): Promise<void> {
    this.hasEnded = true
    clearTimeout(this.timer)
    return this.writing
  }

  private change(): void {
    this.isChanged = true
    if (!this.hasEnded) this.timer ??= setTimeout(() => this.flush(), GATHERED_MS)
  }

  private async write(): Promise<void> {
    if (this.hasEnded || !this.isChanged) return
    const blocks = this.changed
    this.changed = new Set()
    this.isChanged = false
    this.draft = { ...this.draft, fixes: this.fixes.countFixes(), changedAtMs: this.parts.clock() }
    try {
      if (!this.isBegun) await this.parts.store.begin(this.draft, this.file)
      this.isBegun = true
      await this.parts.store.save(this.draft, this.fixesIn(blocks))
      this.parts.onKept(null)
    } catch (error) {
      for (const block of blocks) this.changed.add(block)
      this.isChanged = true
      const loss = lossOf(error)
      // It does not come back by being written again.
      if (loss === 'gone') void this.end()
      this.parts.onKept(loss)
    }
  }

  private *fixesIn(blocks: Iterable<number>): Iterable<FixBlock> {
    for (const block of blocks) yield this.fixes.fixesOf(block)
  }
}

function lossOf(error: unknown): DraftLoss {
  const name = error instanceof Error ? error.name : ''
  if (name === 'DraftGoneError') return 'gone'
  return name === 'QuotaExceededError' ? 'no room' : 'refused'
}
