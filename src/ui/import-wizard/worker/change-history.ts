import type { Target } from '@/domain/mappings/mapping.rules'

export type CellChange = { row: number; target: Target; before: string | undefined; after: string | undefined }

/**
 * One step to undo or redo: cells (undefined: as in the file), rows that were left out or taken back in, and rows in which
 * these cells were the first to say that nobody is to be called.
 */
export type Change = {
  label: string
  cells: readonly CellChange[]
  rows: readonly number[]
  leftOut: boolean
  said?: readonly number[]
}

/** How many steps can be undone. */
const STEPS_MAX = 500

/** The operator's changes, for undo and redo. A new change ends what could be redone. */
export class ChangeHistory {
  private readonly done: Change[] = []
  private readonly undone: Change[] = []

  add(change: Change): void {
    this.done.push(change)
    if (this.done.length > STEPS_MAX) this.done.shift()
    this.undone.length = 0
  }

  undo(): Change | null {
    const change = this.done.pop()
    if (change) this.undone.push(change)
    return change ?? null
  }

  redo(): Change | null {
    const change = this.undone.pop()
    if (change) this.done.push(change)
    return change ?? null
  }

  /** Describes in a few words what undo would take back; null when there is nothing. */
  get undoLabel(): string | null {
    return this.done.at(-1)?.label ?? null
  }

  get redoLabel(): string | null {
    return this.undone.at(-1)?.label ?? null
  }
}
