'use client'

import { Bar, BarChart, Cell, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { formatNumber } from './format-number'

const BAR_PX = 28
const LABEL_PX = 140
const LABEL_LENGTH_MAX = 20

export type BarOfList = {
  key: string
  label: string
  amount: number
  /** A CSS colour; neutral without one. */
  color?: string
}

type BarListProps = {
  bars: readonly BarOfList[]
  /** What the bars count. They are a picture: who cannot see them gets a table with this caption. */
  caption: string
  /** Off where a table beside the chart says the same already. */
  withTable?: boolean
}

/** A few figures as bars from zero, each with its name and its figure. */
export function BarList({ bars, caption, withTable = true }: BarListProps) {
  const height = bars.length * BAR_PX
  return (
    <>
      <div aria-hidden className="max-w-2xl">
        <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 600, height }}>
          <BarChart
            data={[...bars]}
            layout="vertical"
            margin={{ top: 0, right: 64, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <XAxis type="number" hide domain={[0, 'dataMax']} />
            <YAxis
              type="category"
              dataKey="label"
              width={LABEL_PX}
              axisLine={false}
              tickLine={false}
              tickFormatter={shorten}
              tick={{ fill: 'var(--foreground)', fontSize: 13 }}
            />
            <Bar dataKey="amount" barSize={12} radius={[0, 3, 3, 0]} isAnimationActive={false}>
              {bars.map(({ key, color = 'var(--dot-neutral)' }) => (
                <Cell key={key} fill={color} />
              ))}
              <LabelList
                dataKey="amount"
                position="right"
                formatter={(value) => formatNumber(Number(value))}
                style={{ fill: 'var(--muted-foreground)', fontSize: 12 }}
              />
            </Bar>
          </BarChart>
        </ResponsiveContainer>
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

function shorten(label: string): string {
  return label.length > LABEL_LENGTH_MAX ? `${label.slice(0, LABEL_LENGTH_MAX - 1)}…` : label
}
