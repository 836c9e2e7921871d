import { TestBadge } from '@/ui/components/test-badge'
import { AbsoluteTime } from '@/ui/components/time'

/** Shows what a batch is called; one without a name is called by its agent and its moment. */
export function NameOfBatch(batch: { name: string | null; agentName: string; createdAt: string; test?: boolean }) {
  const { name, agentName, createdAt, test = false } = batch
  const mark = test && <TestBadge className="mr-2" />
  if (name !== null) {
    return (
      <>
        {mark}
        <span title={name}>{name}</span>
      </>
    )
  }
  return (
    <>
      {mark}
      {agentName}, <AbsoluteTime iso={createdAt} />
    </>
  )
}
