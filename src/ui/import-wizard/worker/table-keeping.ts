import { beginDraft, deleteDraft, readDraftFile, saveDraft } from '@/ui/import-wizard/draft/draft-database'
import { holdDraft } from '@/ui/import-wizard/draft/hold-draft'
import { DRAFT_VERSION, hasSameRows, type KeptDraft, type NewDraft } from '@/ui/import-wizard/draft/kept-draft'
import { DraftKeeper, type DraftLoss } from './draft-keeper'
import { type FormatOverride, UnreadableFileError } from './file-format'
import type { ImportTable } from './import-table'
import type { FilePreview } from './messages'

const store = { begin: beginDraft, save: saveDraft, remove: deleteDraft }

type Opened = { draft: NewDraft; source: Blob; override: FormatOverride }

/** Keeps the draft of the one open table, and holds it against other tabs. */
export class TableKeeping {
  private readonly onKept: (loss: DraftLoss | null) => void
  private opened: Opened | null = null
  private held: { draftId: string; letGo: () => void } | null = null
  keeper: DraftKeeper | null = null

  constructor(onKept: (loss: DraftLoss | null) => void) {
    this.onKept = onKept
  }

  /**
   * Begins the draft of a file that was just read. The draft of another file before it stays if something was done to
   * its rows.
   */
  async begin(opened: Opened, table: ImportTable, preview: FilePreview): Promise<void> {
    const { keeper } = this
    this.keeper = null
    // The same draft is begun anew after its last write, or that one would be kept in it.
    if (keeper?.draftId === opened.draft.draftId) await keeper.end()
    else if (keeper) await (keeper.hasFixes ? leave(keeper) : remove(keeper))
    this.opened = opened
    await this.hold(opened.draft.draftId)
    const nowMs = Date.now()
    this.keep(
      {
        ...opened.draft,
        ...shapeOf(preview),
        version: DRAFT_VERSION,
        openedAtMs: nowMs,
        changedAtMs: nowMs,
        override: opened.override,
        bytes: opened.source.size,
        fixes: 0,
        work: null,
        sentAs: null,
        discardedAtMs: null,
      },
      table,
      false,
    )
  }

  /** Begins the draft anew, since its rows are other ones now that the header is another. */
  async beginAgain(table: ImportTable, preview: FilePreview): Promise<void> {
    if (this.opened) await this.begin(this.opened, table, preview)
  }

  /**
   * Takes up a kept draft.
   *
   * @param open reads the file as it was read before
   * @throws UnreadableFileError that says why the draft cannot be continued
   */
  async resume(
    draft: KeptDraft,
    open: (
      source: Blob,
      override: FormatOverride,
      headerRecord: number | null,
    ) => Promise<{ table: ImportTable; preview: FilePreview }>,
  ): Promise<{ preview: FilePreview; source: Blob }> {
    if (!(await this.hold(draft.draftId))) {
      throw new UnreadableFileError('This draft is open in another tab. Go on there, or close that tab and try again.')
    }
    const { file, blocks } = await readDraftFile(draft.draftId)
    if (!file) throw new UnreadableFileError('This browser has lost the file of the draft. Choose the file again.')
    const { table, preview } = await open(file, draft.override, draft.headerRecord)
    if (!hasSameRows(draft, shapeOf(preview))) {
      throw new UnreadableFileError(
        'The console has been updated and reads this file in another way, so the fixes of the draft do not fit. Choose the file again.',
      )
    }
    table.review.restore(blocks)
    this.opened = { draft, source: file, override: draft.override }
    this.keep(draft, table, true)
    return { preview, source: file }
  }

  /** Removes the draft, since its rows are enrolled. */
  remove(): Promise<void> {
    return this.part(remove)
  }

  /** Lets go of the draft, which stays as it is. */
  leave(): Promise<void> {
    return this.part(leave)
  }

  private async part(how: (keeper: DraftKeeper) => Promise<void>): Promise<void> {
    const { keeper } = this
    this.keeper = null
    this.opened = null
    if (keeper) await how(keeper)
    this.held?.letGo()
    this.held = null
  }

  private keep(draft: KeptDraft, table: ImportTable, isBegun: boolean): void {
    const { review } = table
    this.keeper = new DraftKeeper(draft, this.opened?.source ?? new Blob(), review, {
      store,
      clock: Date.now,
      onKept: this.onKept,
      isBegun,
    })
  }

  private async hold(draftId: string): Promise<boolean> {
    if (this.held?.draftId === draftId) return true
    const letGo = await holdDraft(draftId)
    if (!letGo) return false
    this.held?.letGo()
    this.held = { draftId, letGo }
    return true
  }
}

/** A draft that cannot be removed now is removed when it has become too old. */
async function remove(keeper: DraftKeeper): Promise<void> {
  await keeper.remove().catch(() => {})
}

async function leave(keeper: DraftKeeper): Promise<void> {
  await keeper.flush()
  await keeper.end()
}

function shapeOf(preview: FilePreview): Pick<KeptDraft, 'rows' | 'columnNames' | 'headerRecord'> {
  return {
    rows: preview.rows,
    columnNames: preview.columns.map(({ name }) => name),
    headerRecord: preview.headerRecord,
  }
}
