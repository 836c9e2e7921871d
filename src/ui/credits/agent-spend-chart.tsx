'use client'

import { Bar, BarChart, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { formatNumber } from '../components/format-number'
import type { CreditUsage } from '../router-outputs'

const BAR_PX = 34
const SHOWN_MAX = 8

/** The agents that spent most, as bars from zero, each with its figure. The table below says the same in full. */
export function AgentSpendChart({ agents }: { agents: CreditUsage['agents'] }) {
  const bars = agents.toSorted((a, b) => b.spentCredits - a.spentCredits).slice(0, SHOWN_MAX)
  return (
    <div aria-hidden className="mb-4 max-w-2xl">
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
            dataKey="agentName"
            width={140}
            axisLine={false}
            tickLine={false}
            tick={{ fill: 'var(--foreground)', fontSize: 13 }}
          />
          <Bar
            dataKey="spentCredits"
            fill="var(--dot-neutral)"
            barSize={12}
            radius={[0, 3, 3, 0]}
            isAnimationActive={false}
          >
            <LabelList
              dataKey="spentCredits"
              position="right"
              formatter={(value) => formatNumber(Number(value))}
              style={{ fill: 'var(--muted-foreground)', fontSize: 12 }}
            />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}
