/** The list of an organization's own opt-outs, which every organization has once somebody is on it. */
export const BUILT_IN_LIST_NAME = 'Do not call'

export const LIST_KINDS = ['own', 'national registry', 'litigators', 'other'] as const
export const ENTRY_SOURCES = ['call', 'operator', 'file', 'api'] as const

/** What an upload does with those who are on the list: they stay, or the list is what the file says. */
export const UPLOAD_MODES = ['add', 'replace'] as const

export const LISTS_MAX = 50
export const LIST_NAME_LENGTH_MAX = 80
export const LIST_AGENTS_MAX = 200
export const NUMBERS_PER_REQUEST_MAX = 1_000
/** As many as the reader of files takes rows. */
export const NUMBERS_PER_UPLOAD_MAX = 1_000_000
/** Of an upload: a chunk of 10,000 is 160 kB, and a tenth of a second of the server's time. */
export const NUMBERS_PER_CHUNK_MAX = 10_000
export const CHUNKS_PER_UPLOAD_MAX = 1_000
/** How long an upload that nobody continues is kept: as long as the rows of an import. */
export const UPLOAD_KEPT_DAYS = 7
export const SUPPRESSION_REASON_LENGTH_MAX = 500
export const SUPPRESSIONS_PER_PAGE_MAX = 200
/** Registries are to be fetched anew within this time: 31 days in the United States (16 CFR 310.4(b)(3)(iv)). */
export const REGISTRY_OLD_AFTER_DAYS = 31

export type ListKind = (typeof LIST_KINDS)[number]
export type EntrySource = (typeof ENTRY_SOURCES)[number]
export type UploadMode = (typeof UPLOAD_MODES)[number]
