import { AbsoluteTime } from '@/ui/components/time'

/** Shows what a batch is called; one without a name is called by its agent and its moment. */
export function NameOfBatch(batch: { name: string | null; agentName: string; createdAt: string }) {
  const { name, agentName, createdAt } = batch
  if (name !== null) return <span title={name}>{name}</span>
  return (
    <>
      {agentName}, <AbsoluteTime iso={createdAt} />
    </>
  )
}
