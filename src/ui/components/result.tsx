import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import type { SequenceResult } from '@/domain/sequences/sequence-result.rules'
import { State, stateWord } from './state'

type ResultProps = {
  result: SequenceResult
  lifecycleStatus: LifecycleStatus
  lastResultType: string | null
  className?: string
}

/**
 * Shows what has come of a contact, everywhere in the same way. The state shows only while the sequence is open; who was
 * not reached is told by what the last call met; and who was not called, by why.
 */
export function Result(props: ResultProps) {
  const { name, more } = wordsOf(props)
  return (
    <span className={props.className}>
      <State name={name} />
      {more && <span className="text-muted-foreground"> · {more}</span>}
    </span>
  )
}

/** Chooses the word for a contact, and what is said behind it. */
export function wordsOf({ result, lifecycleStatus, lastResultType }: Omit<ResultProps, 'className'>): {
  name: string
  more: string | null
} {
  switch (result) {
    case 'open':
      return { name: lifecycleStatus, more: lastResultType && `last call: ${wordOf(lastResultType)}` }
    case 'nobody reached':
      return { name: lastResultType ?? result, more: null }
    case 'not called':
      return { name: result, more: lifecycleStatus === 'done' ? null : wordOf(lifecycleStatus) }
    default:
      return { name: result, more: lifecycleStatus === 'cancelled' ? wordOf(lifecycleStatus) : null }
  }
}

function wordOf(name: string): string {
  return stateWord(name as Parameters<typeof stateWord>[0]).toLowerCase()
}
