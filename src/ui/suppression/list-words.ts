import type { EntrySource, ListKind } from '@/domain/suppression/suppression-limits.rules'

export const KIND_WORDS: Record<ListKind, string> = {
  own: 'Own',
  'national registry': 'National registry',
  litigators: 'Litigators',
  other: 'Other',
}

export const SOURCE_WORDS: Record<EntrySource, string> = {
  call: 'Said in a call',
  operator: 'By hand',
  file: 'From a file',
  api: 'By API',
}

export const KIND_OPTIONS = (Object.keys(KIND_WORDS) as ListKind[]).map((value) => ({
  value,
  label: KIND_WORDS[value],
}))
