import { Fold } from './fold'
import { Prose } from './prose'
import type { SchemaRow } from './schema-rows'

/** Lists the properties of a body or an answer. The properties of an inner object unfold in place. */
export function SchemaTable({ rows, label }: { rows: readonly SchemaRow[]; label: string }) {
  return (
    <ul aria-label={label} className="border-t">
      {rows.map((row) => (
        <li key={row.name} className="border-b py-2">
          <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
            <span className="font-mono text-xs font-medium break-all">{row.name}</span>
            <span className="text-xs wrap-anywhere text-muted-foreground">{row.type}</span>
            {row.required && <span className="text-xs text-muted-foreground">required</span>}
          </div>
          {row.description && <Prose text={row.description} className="mt-0.5 text-sm text-muted-foreground" />}
          <Limits row={row} />
          {row.children.length > 0 && (
            <Fold summary={`Properties of ${row.name}`}>
              <div className="mt-2 ml-1.5 border-l pl-4">
                <SchemaTable rows={row.children} label={`Properties of ${row.name}`} />
              </div>
            </Fold>
          )}
        </li>
      ))}
    </ul>
  )
}

function Limits({ row: { limits, values } }: { row: SchemaRow }) {
  if (limits.length === 0 && values.length === 0) return null
  return (
    <p className="mt-0.5 text-xs wrap-anywhere text-muted-foreground">
      {limits.join(', ')}
      {limits.length > 0 && values.length > 0 && '; '}
      {values.length > 0 && (
        <>
          one of{' '}
          {values.map((value, index) => (
            <span key={value}>
              {index > 0 && ', '}
              <code className="font-mono text-foreground">{value}</code>
            </span>
          ))}
        </>
      )}
    </p>
  )
}
