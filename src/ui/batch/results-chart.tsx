'use client'

import { Bar, BarChart, Cell, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { RESULT_TYPES } from '@/domain/calls/call-result.schema'
import { formatNumber } from '../components/format-number'
import { stateColor, stateWord } from '../components/state'

const BAR_PX = 28

/** How the last calls of a batch's contacts ended: bars from zero with their figures, and a table for who cannot see them. */
export function ResultsChart({ results }: { results: Record<string, number> }) {
  const bars = RESULT_TYPES.map((type) => ({ type, word: stateWord(type), amount: results[type] ?? 0 })).filter(
    ({ amount }) => amount > 0,
  )
  if (bars.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="mb-3 font-semibold">Results of calls</h2>
      <div aria-hidden className="max-w-2xl">
        <ResponsiveContainer
          width="100%"
          height={bars.length * BAR_PX}
          initialDimension={{ width: 600, height: bars.length * BAR_PX }}
        >
          <BarChart
            data={bars}
            layout="vertical"
            margin={{ top: 0, right: 64, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <XAxis type="number" hide domain={[0, 'dataMax']} />
            <YAxis
              type="category"
              dataKey="word"
              width={140}
              axisLine={false}
              tickLine={false}
              tick={{ fill: 'var(--foreground)', fontSize: 13 }}
            />
            <Bar dataKey="amount" barSize={12} radius={[0, 3, 3, 0]} isAnimationActive={false}>
              {bars.map(({ type }) => (
                <Cell key={type} fill={stateColor(type)} />
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
      <table className="sr-only">
        <caption>Contacts by the result of their last call</caption>
        <tbody>
          {bars.map(({ type, word, amount }) => (
            <tr key={type}>
              <th scope="row">{word}</th>
              <td>{formatNumber(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
