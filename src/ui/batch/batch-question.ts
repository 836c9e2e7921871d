import { count } from '@/ui/components/format-number'
import type { BatchDetails } from '@/ui/router-outputs'

/** Counts the sequences of a batch that have not ended. */
export function unendedOf({ sequences }: Pick<BatchDetails, 'sequences'>): number {
  return sequences.waiting + sequences.scheduled + sequences['in progress']
}

export type BatchAct = 'pause' | 'resume' | 'cancel'

export type BatchQuestion = { title: string; description: string; confirm: string; keep: string; undoable: boolean }

/** Says in numbers what an action will do to this batch. */
export function questionOf(act: BatchAct, batch: Pick<BatchDetails, 'sequences'>): BatchQuestion {
  const unended = unendedOf(batch)
  const them = count(unended, 'sequence')
  const underWay = batch.sequences['in progress']
  const leftToEnd = underWay > 0 ? ` ${count(underWay, 'sequence')} in progress: a call under way is left to end.` : ''
  switch (act) {
    case 'pause':
      return {
        title: `Pause ${them}?`,
        description: `No new call or mail starts until the batch is resumed.${leftToEnd} Credits stay reserved.`,
        confirm: `Pause ${them}`,
        keep: 'Go on calling',
        undoable: true,
      }
    case 'resume':
      return {
        title: `Resume ${them}?`,
        description:
          'What has come due meanwhile is called at once, as far as call windows and the lines of the agent allow. The rest follows at its time.',
        confirm: `Resume ${them}`,
        keep: 'Stay paused',
        undoable: true,
      }
    case 'cancel':
      return {
        title: `Cancel ${them}?`,
        description: `Nobody in this batch will be called any more.${leftToEnd} Credits of those who were never called are released. This cannot be undone.`,
        confirm: `Cancel ${them}`,
        keep: 'Leave the batch as it is',
        undoable: false,
      }
  }
}
