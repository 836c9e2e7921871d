import { SUPPRESSIONS_PER_PAGE_MAX } from '@/domain/suppression/suppression-limits.rules'

/** Rows of a page of a list. The server fetches as many before it sends the page. */
export const LIST_PAGE_SIZE = 50

/** How many sequences a page of a person's sequences has. */
export const PERSON_PAGE_SIZE = 20

/** How many deliveries a page of the log of deliveries has. */
export const DELIVERIES_PAGE_SIZE = 25

/** How many batches the page of an agent shows. */
export const RECENT_BATCHES = 10

/** How many suppression lists the page of a person names: as many as one answer has. */
export const PERSON_SUPPRESSIONS = SUPPRESSIONS_PER_PAGE_MAX

/** How many entries of the trail a person's page shows at once. */
export const TRAIL_PAGE_SIZE = 30
