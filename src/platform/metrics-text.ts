export type Labels = Record<string, string>

/** A counter in the text format of Prometheus (version 0.0.4). */
export class Counter {
  private readonly name: string
  private readonly help: string
  private readonly values = new Map<string, number>()

  constructor(name: string, help: string) {
    this.name = name
    this.help = help
  }

  add(labels: Labels, count = 1): void {
    const key = labelText(labels)
    this.values.set(key, (this.values.get(key) ?? 0) + count)
  }

  lines(): string[] {
    const values = [...this.values].map(([labels, value]) => `${this.name}${labels} ${value}`)
    return [`# HELP ${this.name} ${this.help}`, `# TYPE ${this.name} counter`, ...values]
  }
}

/** Counts durations in buckets. */
export class Histogram {
  private readonly name: string
  private readonly help: string
  private readonly bounds: readonly number[]
  private readonly series = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>()

  /** @param bounds upper bounds of the buckets, ascending; the last bucket, +Inf, has everything */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.name = name
    this.help = help
    this.bounds = bounds
  }

  observe(labels: Labels, value: number): void {
    const key = labelText(labels)
    const series = this.series.get(key) ?? { labels, counts: this.bounds.map(() => 0), sum: 0, count: 0 }
    this.series.set(key, series)
    series.sum += value
    series.count++
    for (const [at, bound] of this.bounds.entries()) {
      if (value <= bound) series.counts[at] = (series.counts[at] ?? 0) + 1
    }
  }

  lines(): string[] {
    const lines = [`# HELP ${this.name} ${this.help}`, `# TYPE ${this.name} histogram`]
    for (const { labels, counts, sum, count } of this.series.values()) {
      for (const [at, bound] of this.bounds.entries()) {
        lines.push(`${this.name}_bucket${labelText({ ...labels, le: String(bound) })} ${counts[at]}`)
      }
      lines.push(`${this.name}_bucket${labelText({ ...labels, le: '+Inf' })} ${count}`)
      lines.push(`${this.name}_sum${labelText(labels)} ${sum}`, `${this.name}_count${labelText(labels)} ${count}`)
    }
    return lines
  }
}

/** Writes the lines of a gauge, whose values are those of this moment. */
export function gaugeLines(
  name: string,
  help: string,
  values: readonly { labels?: Labels; value: number }[],
): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...values.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}`),
  ]
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
