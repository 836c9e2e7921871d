import { count } from '@/ui/components/format-number'
import type { BatchDetails } from '@/ui/router-outputs'

/** Counts the sequences of a batch that have not ended. */
export function unendedOf({ sequences }: Pick<BatchDetails, 'sequences'>): number {
  return sequences.waiting + sequences.scheduled + sequences['in progress']
}

export type BatchAct = 'resume' | 'cancel'

export type BatchQuestion = { title: string; description: string; confirm: string; keep: string; undoable: boolean }

/** Says what becomes of the calls of this batch that are under way, after a space; nothing where there are none. */
function leftToEndOf({ sequences }: Pick<BatchDetails, 'sequences'>): string {
  const underWay = sequences['in progress']
  return underWay > 0 ? ` ${count(underWay, 'sequence')} in progress: a call under way may finish.` : ''
}

/** Says what a pause has done to this batch, as it was before. */
export function describePause(batch: Pick<BatchDetails, 'sequences'>): string {
  return `${count(unendedOf(batch), 'sequence')} paused.${leftToEndOf(batch)}`
}

/** Says in numbers what an action will do to this batch. */
export function questionOf(act: BatchAct, batch: Pick<BatchDetails, 'sequences' | 'status'>): BatchQuestion {
  const them = count(unendedOf(batch), 'sequence')
  switch (act) {
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
        description: `Nobody in this batch will be called anymore.${leftToEndOf(batch)} Credits of those who were never called are released. This cannot be undone.`,
        confirm: `Cancel ${them}`,
        keep: batch.status === 'paused' ? 'Leave it paused' : 'Keep calling',
        undoable: false,
      }
  }
}
