import { count, formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { Progress } from '@/ui/components/progress'
import type { ImportDetails } from '@/ui/router-outputs'

/** Shows the progress of an import, or why it stands still. Shows nothing for an import that has ended. */
export function ImportProgress({ details }: { details: ImportDetails }) {
  const { status, batches, staged, reason, waiting } = details
  const ended = batches.filter((batch) => batch.status !== 'waiting').length
  switch (status) {
    case 'staging':
      return (
        <Notice
          tone="info"
          title={`${formatNumber(staged.rows)} of ${count(staged.of, 'row')} ${staged.rows === 1 ? 'has' : 'have'} arrived`}
        >
          The others are in the browser in which this import was started. It goes on as soon as somebody opens Rollcall
          there; otherwise discard it. After a week without a sign of that browser it is discarded by itself.
        </Notice>
      )
    case 'running':
      return (
        <div className="grid max-w-xl gap-2" role="status">
          <p>
            Enrolling: {formatNumber(ended)} of {count(batches.length, 'batch', 'batches')}
          </p>
          <Progress label="Batches enrolled" value={ended} max={batches.length} />
          <p className="text-sm text-muted-foreground">This goes on by itself; the page may be closed.</p>
        </div>
      )
    case 'paused':
      return (
        <Notice tone="warning" title={reason ? 'Paused: too few credits' : 'Paused'}>
          {reason ? `${reason} ` : ''}
          {count(waiting, 'row')} {waiting === 1 ? 'is' : 'are'} left. Resume goes on with{' '}
          {waiting === 1 ? 'it' : 'them'}.
        </Notice>
      )
    case 'failed':
      return (
        <Notice tone="error" title="This import has stopped">
          {reason ? `${reason} ` : ''}
          {count(waiting, 'row')} {waiting === 1 ? 'is' : 'are'} left. Trying again enrolls nobody twice.
        </Notice>
      )
    default:
      return null
  }
}
