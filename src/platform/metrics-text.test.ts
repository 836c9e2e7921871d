import { expect, test } from 'vitest'
import { Counter, gaugeLines, Histogram } from './metrics-text'

test('a counter has a line for each set of labels', () => {
  const counter = new Counter('things_total', 'Things.')
  counter.add({ kind: 'a' })
  counter.add({ kind: 'a' }, 2)
  counter.add({ kind: 'with "quotes" \\ and\nlines' })
  expect(counter.lines()).toEqual([
    '# HELP things_total Things.',
    '# TYPE things_total counter',
    'things_total{kind="a"} 3',
    'things_total{kind="with \\"quotes\\" \\\\ and\\nlines"} 1',
  ])
})

test('a histogram counts up to each bound, a value on the bound too', () => {
  const histogram = new Histogram('wait_seconds', 'Wait.', [0.1, 1])
  for (const value of [0.1, 0.5, 3]) histogram.observe({ door: 'rest' }, value)
  expect(histogram.lines()).toEqual([
    '# HELP wait_seconds Wait.',
    '# TYPE wait_seconds histogram',
    'wait_seconds_bucket{door="rest",le="0.1"} 1',
    'wait_seconds_bucket{door="rest",le="1"} 2',
    'wait_seconds_bucket{door="rest",le="+Inf"} 3',
    'wait_seconds_sum{door="rest"} 3.6',
    'wait_seconds_count{door="rest"} 3',
  ])
})

test('a gauge without labels has none', () => {
  expect(gaugeLines('age_seconds', 'Age.', [{ value: 0 }])).toEqual([
    '# HELP age_seconds Age.',
    '# TYPE age_seconds gauge',
    'age_seconds 0',
  ])
})
