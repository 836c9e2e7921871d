/** What must be known of the tables to judge a statement. */
export type Catalog = {
  /** Columns that are NOT NULL, each as `table.column`. */
  notNull: ReadonlySet<string>
  /** Texts that a CHECK allows, by the table's OID and the column's number: `16384.3`. */
  literals: ReadonlyMap<string, readonly string[]>
}

/** A node of `EXPLAIN (VERBOSE, FORMAT JSON)`. */
export type Plan = {
  'Node Type': string
  'Join Type'?: string
  'Parent Relationship'?: string
  'Subplan Name'?: string
  'CTE Name'?: string
  'Relation Name'?: string
  'Group Key'?: string[]
  'Grouping Sets'?: unknown
  Alias?: string
  Output?: string[]
  Plans?: Plan[]
} & Record<string, unknown>

const CONDITIONS = ['Filter', 'Join Filter', 'Hash Cond', 'Merge Cond', 'Recheck Cond', 'Index Cond', 'TID Cond']

/** Functions that never return null. `NULL_FOR_NULL` has the functions that return null only for a null argument. */
const NEVER_NULL = new Set([
  'count',
  'row_number',
  'rank',
  'now',
  'exists',
  'pg_backend_pid',
  'current_database',
  'array',
])
const NULL_FOR_NULL = new Set(
  'abs extract date_trunc to_char to_timestamp floor ceil round lower upper length btrim timezone date_part encode'.split(
    ' ',
  ),
)
/** Aggregates that are null only when their values are, as long as a group has at least one row. */
const OF_A_GROUP = new Set(['sum', 'min', 'max', 'array_agg', 'bool_or', 'bool_and'])
const STRICT_OPERATORS = /^(?:[-+*/%=<>]|<>|<=|>=|\|\||AND|OR|AT TIME ZONE)$/

/**
 * Says of each output of a plan whether it may be null. A column is judged by its NOT NULL, by its side of an outer
 * join, and by conditions that let no null pass. An expression is judged by a few known forms. Anything unknown may be
 * null.
 *
 * @param nullableValues whether the value of each `$n` may be null
 */
export function nullableOutputs(
  plan: Plan,
  columns: number,
  catalog: Catalog,
  nullableValues: readonly boolean[],
): boolean[] {
  const nodes = [...walk(plan)]
  const outer = new Set<string>()
  for (const node of nodes) {
    const empty = { Left: ['Inner'], Right: ['Outer'], Full: ['Inner', 'Outer'] }[node['Join Type'] ?? ''] ?? []
    for (const side of node.Plans ?? []) {
      if (!empty.includes(side['Parent Relationship'] ?? '')) continue
      for (const { Alias } of walk(side)) if (Alias !== undefined) outer.add(Alias)
    }
  }
  // A plan of a single table names the columns without the table.
  const onlyAlias = nodes.find(({ Alias }) => Alias !== undefined)?.Alias
  const conditions = nodes
    .filter((node) => !['Left', 'Right', 'Full', 'Anti'].includes(node['Join Type'] ?? ''))
    .flatMap((node) => CONDITIONS.map((name) => node[name]).filter((text) => typeof text === 'string'))
    .flatMap((text) => split(withoutParentheses(text), /^ AND /).map(withoutParentheses))
    .filter((text) => !/ OR |^NOT |CASE |COALESCE/.test(text))

  return Array.from({ length: columns }, (_, at) => !outputsAt(plan, at).every(isNotNull))

  /** Finds the expressions of one output. A UNION shows only the names of its first part, so each part is asked. */
  function outputsAt(node: Plan, at: number): string[] {
    const through = ['Unique', 'Sort', 'Limit', 'Aggregate', 'LockRows', 'Result', 'Incremental Sort']
    const parts = (node.Plans ?? []).filter(({ 'Parent Relationship': as }) => as === 'Outer' || as === 'Member')
    if (node['Node Type'] === 'Append' || node['Node Type'] === 'Merge Append') {
      return parts.flatMap((part) => outputsAt(part, at))
    }
    const [below] = parts
    if (below && through.includes(node['Node Type']) && [...walk(below)].some((one) => one['Node Type'] === 'Append')) {
      return outputsAt(below, at)
    }
    return [node.Output?.[at] ?? 'NULL']
  }

  function isNotNull(expression: string): boolean {
    const text = withoutParentheses(expression.trim())
    const cast = /^(.*)::[a-z][a-z_. ]*(?:\(\d+(?:,\d+)?\))?(?:\[\])?$/s.exec(text)?.[1]
    if (cast !== undefined && isBalanced(cast) && topLevelWords(text).length <= typeWords(text)) return isNotNull(cast)
    if (/^(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false)$/.test(text)) return true
    const value = /^\$(\d+)$/.exec(text)?.[1]
    if (value !== undefined) return nullableValues[Number(value) - 1] === false
    const subplan = /^\(?((?:SubPlan|InitPlan) \w+)\)?(?:\.col\d+)?$/.exec(text)?.[1]
    if (subplan !== undefined) return isNotNullSubplan(subplan)
    if (conditions.includes(`${text} IS NOT NULL`) || conditions.includes(`(${text}) IS NOT NULL`)) return true
    const column = /^(?:("[^"]+"|\w+)\.)?("[^"]+"|\w+)$/.exec(text)
    if (column) return isNotNullColumn(unquoted(column[1] ?? onlyAlias), unquoted(column[2]), text)
    if (/^CASE\s/.test(text)) return isNotNullCase(text)
    if (/^NOT /.test(text)) return isNotNull(text.slice(4))
    if (/ IS (?:NOT )?(?:NULL|TRUE|FALSE|DISTINCT FROM .*)$/s.test(text)) return true
    const called = callOf(text)
    if (called) return isNotNullCall(called.name, called.list)
    return isNotNullOperation(text)
  }

  function isNotNullCall(name: string, list: string): boolean {
    if (NEVER_NULL.has(name)) return true
    const values = split(list, /^,\s*/)
    if (['coalesce', 'greatest', 'least'].includes(name)) return values.some(isNotNull)
    if (name === 'extract') return isNotNull(list.replace(/^\w+ FROM /, ''))
    if (OF_A_GROUP.has(name)) {
      const isGrouped = nodes.some(
        (node) => node['Group Key'] && node.Output?.some((one) => one.includes(`${name}(${list})`)),
      )
      return isGrouped && isNotNull(values[0]?.replace(/ ORDER BY .*/s, '') ?? 'NULL')
    }
    return NULL_FOR_NULL.has(name) && values.every(isNotNull)
  }

  function isNotNullOperation(text: string): boolean {
    const operands = split(text, /^ (?:[-+*/%=<>|]+|AND|OR|AT TIME ZONE) /)
    const operators = [...text.matchAll(/ ([^\s\w'"$()]+|AND|OR|AT TIME ZONE) /g)].map(([, one]) => one as string)
    return operands.length > 1 && operators.every((one) => STRICT_OPERATORS.test(one)) && operands.every(isNotNull)
  }

  function isNotNullCase(text: string): boolean {
    const results = [...text.matchAll(/\b(?:THEN|ELSE) (.*?)(?= WHEN | ELSE | END\b)/gs)].map(
      ([, one]) => one as string,
    )
    return / ELSE /.test(text) && results.every((one) => isBalanced(one) && isNotNull(one))
  }

  /**
   * Says whether a subplan is never null. A subplan without output is an EXISTS. An aggregate without groups always has
   * one row.
   */
  function isNotNullSubplan(name: string): boolean {
    const subplan = nodes.find((node) => node['Subplan Name'] === name)
    if (!subplan) return false
    if (subplan.Output === undefined) return true
    const isOneRow = subplan['Node Type'] === 'Aggregate' && !subplan['Group Key'] && !subplan['Grouping Sets']
    return isOneRow && isNotNull(subplan.Output[0] ?? 'NULL')
  }

  function isNotNullColumn(alias: string, column: string, text: string): boolean {
    if (outer.has(alias)) return false
    const full = `${alias}.${column}`.replaceAll('.', '\\.').replaceAll('*', '\\*')
    const passes = new RegExp(
      `(?<![\\w.])${full}(?: IS NOT NULL|\\)?(?:::\\w+)? (?:=|<|>|<=|>=|<>) )|(?:=|<|>|<=|>=|<>) ${full}(?![\\w.])`,
    )
    if (conditions.some((condition) => passes.test(condition))) return true
    const node = nodes.find((one) => one.Alias === alias)
    const relation = node?.['Relation Name']
    if (relation !== undefined) return catalog.notNull.has(`${relation}.${column}`)
    const inner = node?.['CTE Name']
      ? nodes.find((one) => one['Subplan Name'] === `CTE ${node['CTE Name']}`)
      : node?.Plans?.[0]
    if (!inner?.Output || !node?.Output) return false
    // Finds the inner output by its name, or by its place when the scan hands on all outputs.
    const named = inner.Output.filter((one) => unquoted(/(?:^|\.)("[^"]+"|\w+)$/.exec(one)?.[1]) === column)
    if (named.length > 0) return named.every(isNotNull)
    const at = inner.Output.length === node.Output.length ? node.Output.indexOf(text) : -1
    return at >= 0 && outputsAt(inner, at).every(isNotNull)
  }
}

function* walk(plan: Plan): Generator<Plan> {
  yield plan
  for (const below of plan.Plans ?? []) yield* walk(below)
}

const unquoted = (name: string | undefined) => (name ?? '').replaceAll('"', '')

const typeWords = (text: string) => /::[^:]*$/.exec(text)?.[0].split(' ').length ?? 1
const topLevelWords = (text: string) => split(text, /^ /)

/** Reads `name(list)`, with or without a FILTER or OVER clause behind it. */
function callOf(text: string): { name: string; list: string } | null {
  const [open, name] = /^(\w+) ?[([]/.exec(text) ?? []
  if (open === undefined || name === undefined) return null
  for (let end = open.length; end < text.length; end++) {
    if (!/[)\]]/.test(text[end] as string) || !isBalanced(text.slice(open.length, end))) continue
    const after = text.slice(end + 1)
    const list = text.slice(open.length, end)
    return after === '' || /^ (?:FILTER|OVER) /.test(after) ? { name: name.toLowerCase(), list } : null
  }
  return null
}

function withoutParentheses(text: string): string {
  return text.startsWith('(') && text.endsWith(')') && isBalanced(text.slice(1, -1))
    ? withoutParentheses(text.slice(1, -1).trim())
    : text
}

/** Says whether all parentheses are matched. Ignores quoted texts. */
function isBalanced(text: string): boolean {
  let depth = 0
  for (const one of text.replaceAll(/'(?:[^']|'')*'/g, '')) {
    if (one === '(' || one === '[') depth++
    if ((one === ')' || one === ']') && --depth < 0) return false
  }
  return depth === 0
}

/** Splits at the separator, outside of parentheses and quoted texts. */
function split(text: string, separator: RegExp): string[] {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const one = text[at] as string
    if (one === "'") at = text.indexOf("'", at + 1)
    else if (one === '(' || one === '[') depth++
    else if (one === ')' || one === ']') depth--
    else if (depth === 0) {
      const found = separator.exec(text.slice(at))?.[0]
      if (found === undefined) continue
      parts.push(text.slice(from, at))
      at += found.length - 1
      from = at + 1
    }
    if (at < 0) throw new Error(`A text has no end: ${text}`)
  }
  return [...parts, text.slice(from)]
}
