// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of its rows
import { classNames } from '../../../components/class-names'
import { type Target, targetLabel, variableOf } from '../../state/import-target'
import { ROW_PX } from './grid-cells'

/** The names of the columns. */
export function HeaderRow({ targets, template }: { targets: readonly Target[]; template: string }) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      className="grid border-b bg-background text-xs font-medium text-muted-foreground"
      style={{ gridTemplateColumns: template, height: ROW_PX }}
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
        <div
          key={target}
          role="columnheader"
          tabIndex={-1}
          aria-colindex={index + 2}
          className="flex items-center truncate px-3"
        >
          <span className={classNames('truncate', variableOf(target) !== null && 'font-mono')}>
            {targetLabel(target)}
          </span>
        </div>
      ))}
    </div>
  )
}
