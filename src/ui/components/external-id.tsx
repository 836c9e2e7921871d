/** Shows an external id in a cell of a table. It may have 255 characters; all of them are seen by pointing at it. */
export function ExternalId({ externalId }: { externalId: string | null | undefined }) {
  return (
    externalId && (
      <span className="block max-w-48 truncate" title={externalId}>
        {externalId}
      </span>
    )
  )
}
