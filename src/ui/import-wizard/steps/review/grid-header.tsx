// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of its rows
import { Fragment } from 'react'
import { type Target, variableOf } from '@/domain/mappings/mapping.rules'
import { classNames } from '@/ui/components/class-names'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import { trackOf, WILL_CALL, willCallTrack } from './grid-tracks'

type HeaderRowProps = { targets: readonly Target[]; template: string; rowPx: number }

/** Shows the names of the columns. */
export function HeaderRow({ targets, template, rowPx }: HeaderRowProps) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      className="grid border-b bg-background text-xs font-medium text-muted-foreground"
      style={{ gridTemplateColumns: template, height: rowPx }}
    >
      <div
        role="columnheader"
        tabIndex={-1}
        aria-colindex={1}
        className="sticky left-0 flex items-center bg-background pl-4 sm:pl-6"
      >
        Row
      </div>
      {targets.map((target, index) => (
        <Fragment key={target}>
          <div
            role="columnheader"
            tabIndex={-1}
            aria-colindex={trackOf(targets, index)}
            className="flex items-center truncate px-3"
          >
            <span className={classNames('truncate', variableOf(target) !== null && 'font-mono')}>
              {targetLabel(target)}
            </span>
          </div>
          {target === WILL_CALL.after && (
            <div
              role="columnheader"
              tabIndex={-1}
              aria-colindex={willCallTrack(targets)}
              className="flex items-center px-3"
            >
              {WILL_CALL.label}
            </div>
          )}
        </Fragment>
      ))}
    </div>
  )
}
