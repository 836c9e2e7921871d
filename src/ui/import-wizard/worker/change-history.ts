import type { Target } from '@/domain/mappings/mapping.rules'

export type CellChange = { row: number; target: Target; before: string | undefined; after: string | undefined }

/** One step back or forth: cells (undefined: as in the file) and rows that were left out or taken back in. */
export type Change = { label: string; cells: readonly CellChange[]; rows: number[]; leftOut: boolean }

/** More steps than this nobody goes back. */
const STEPS_MAX = 500

/** What the operator has done, to be taken back and done again. Something new ends what could be done again. */
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

  /** What undo would take back, said in a few words; null when there is nothing. */
  get undoLabel(): string | null {
    return this.done.at(-1)?.label ?? null
  }

  get redoLabel(): string | null {
    return this.undone.at(-1)?.label ?? null
  }
}
