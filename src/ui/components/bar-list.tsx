import { formatNumber } from './format-number'

export type BarOfList = {
  key: string
  label: string
  amount: number
  /** A CSS colour; neutral without one. */
  color?: string
}

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
      <div aria-hidden className="grid max-w-2xl gap-2">
        {bars.map(({ key, label, amount, color = 'var(--dot-neutral)' }) => (
          <div key={key} className="grid grid-cols-[140px_1fr_56px] items-center gap-2">
            <span className="truncate text-right" title={label}>
              {label}
            </span>
            <span
              data-bar
              className="h-3 rounded-r-[3px]"
              style={{ width: `${(amount / longest) * 100}%`, backgroundColor: color }}
            />
            <span className="text-muted-foreground text-xs">{formatNumber(amount)}</span>
          </div>
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
