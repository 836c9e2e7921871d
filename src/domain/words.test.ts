import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

// The words that statements share are functions and columns of the database (prisma/migrations, words_of_the_domain). The
// judge of the tests, src/testing/check-invariants.ts, has a spelling of its own.
const LISTS: Record<string, readonly string[]> = {
  'sequence_is_open(status)': ['waiting', 'scheduled', 'in progress'],
  'call_is_under_way(status)': ['requested', 'placed', 'ended'],
  'batch_is_open(status)': ['accepted', 'failed', 'active'],
  'batch_awaits_sequences(status)': ['accepted', 'failed'],
  'sequence_result(status, best_result, last_result_type)': ['Voicemail', 'Busy', 'No Answer'],
}

const FORMS: Record<string, RegExp> = {
  'first_status(chain_position)': /chain_position\s*,\s*0\s*\)\s*=/i,
  'bypasses_windows(options)': /->>\s*'bypassAllowedCallWindow'/i,
  'priority_of(options)': /->>\s*'priority'/i,
  'first_step_type(steps), first_step_delay_seconds(steps)': /steps'?\s*->\s*0/i,
  'credit_month()': /date_trunc\s*\(\s*'month'|to_char\s*\(\s*now\(\)[^)]*'YYYY-MM'\s*\)/i,
  'the columns steps, outcomes, credits_per_contact and chain_advance of batches': /agent_snapshot/i,
}

/** Returns the words to write in place of conditions that this text spells out again. */
function findSpelled(source: string): string[] {
  const lists = [...source.matchAll(/\b(?:IN|ARRAY|ANY)\s*[([]\s*('[^)\]]*')\s*[)\]]/gi)].map(([, list = '']) =>
    list.split(',').map((text) => text.trim().replaceAll("'", '')),
  )
  return [
    ...Object.keys(LISTS).filter((word) => lists.some((list) => isSame(list, LISTS[word] ?? []))),
    ...Object.keys(FORMS).filter((word) => FORMS[word]?.test(source)),
  ]
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text) => other.includes(text))
}

it.each([
  ["status IN ('waiting', 'scheduled', 'in progress')", 'sequence_is_open(status)'],
  ["sequence.status NOT IN ( 'in progress','waiting',\n 'scheduled' )", 'sequence_is_open(status)'],
  ["status = ANY(ARRAY['placed', 'requested', 'ended'])", 'call_is_under_way(status)'],
  ["status in ('active', 'accepted', 'failed')", 'batch_is_open(status)'],
  ["status IN ('failed', 'accepted')", 'batch_awaits_sequences(status)'],
  ["last_result_type IN ('Busy', 'Voicemail', 'No Answer')", 'sequence_result(status, best_result, last_result_type)'],
  ['coalesce(contact.chain_position, 0) = 0', 'first_status(chain_position)'],
  ["(batch.options ->> 'bypassAllowedCallWindow')::boolean", 'bypasses_windows(options)'],
  ["coalesce(batch.options ->> 'priority', 'normal')", 'priority_of(options)'],
  ["batch.steps -> 0 ->> 'stepType'", 'first_step_type(steps), first_step_delay_seconds(steps)'],
  ["date_trunc('month', now() AT TIME ZONE 'UTC')::date", 'credit_month()'],
  ["to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')", 'credit_month()'],
])('%s is found', (spelled, word) => {
  expect(findSpelled(spelled)).toEqual([word])
})

it('no statement of the product spells a word of the domain again', () => {
  const root = join(import.meta.dirname, '..')
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^(?:testing|platform\/generated)\//.test(file))
    .map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }))
  const found = sources.flatMap(({ file, source }) => findSpelled(source).map((word) => `${file}: write ${word}`))
  expect(sources.some(({ source }) => source.includes('sequence_is_open('))).toBe(true)
  expect(found).toEqual([])
})
