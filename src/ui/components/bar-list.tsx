import { classNames } from './class-names'
import { formatNumber } from './format-number'

export type BarOfList = {
  key: string
  label: string
  amount: number
  /** A CSS colour; neutral without one. */
  color?: string
  /** Filters what is below by this bar. */
  onPress?: () => void
  /** Whether it does. */
  pressed?: boolean
}

type BarProps = { bar: BarOfList; longest: number }

type BarListProps = {
  bars: readonly BarOfList[]
  /** What the bars count. It is the caption of a table for people who cannot see the bars. */
  caption: string
  /** Set it to false when a table beside the chart says the same already. */
  withTable?: boolean
}

/** Shows a few figures as bars from zero, each with its name and its value. */
export function BarList({ bars, caption, withTable = true }: BarListProps) {
  const longest = Math.max(1, ...bars.map(({ amount }) => amount))
  return (
    <>
      <div className="grid max-w-2xl gap-1">
        {bars.map((bar) => (
          <Bar key={bar.key} bar={bar} longest={longest} />
        ))}
      </div>
      {withTable && (
        <table className="sr-only">
          <caption>{caption}</caption>
          <tbody>
            {bars.map(({ key, label, amount }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td>{formatNumber(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

const ROW = 'grid w-full grid-cols-[140px_1fr_56px] items-center gap-2 py-0.5'

/** A bar that can be pressed says its name and value itself; any other is for the eyes, beside the table. */
function Bar({ bar: { label, amount, color = 'var(--dot-neutral)', onPress, pressed }, longest }: BarProps) {
  const parts = (
    <>
      <span className="truncate text-right" title={label}>
        {label}
      </span>
      <span
        data-bar
        className="h-3 rounded-r-[3px]"
        style={{ width: `${(amount / longest) * 100}%`, backgroundColor: color }}
      />
      <span className="text-left text-muted-foreground text-xs">{formatNumber(amount)}</span>
    </>
  )
  if (!onPress) {
    return (
      <div aria-hidden className={ROW}>
        {parts}
      </div>
    )
  }
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-label={`${label}: ${formatNumber(amount)}`}
      onClick={onPress}
      className={classNames(ROW, 'rounded-sm hover:bg-muted pointer-coarse:min-h-10', pressed && 'bg-accent')}
    >
      {parts}
    </button>
  )
}
