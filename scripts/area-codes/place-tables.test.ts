import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { AREA_CODE_PLACES, CALLING_CODE_ZONES } from '@/domain/contact-safety/number-places.rules'
import { placeTables } from './place-tables'

const file = join(import.meta.dirname, '..', '..', 'src', 'domain', 'contact-safety', 'number-places.rules.ts')

it('what is committed is what the packages say today: `npm run area-codes` writes it anew', async () => {
  const written = await readFile(file, 'utf8')
  const made = await placeTables()
  expect(withoutLayout(written)).toBe(withoutLayout(made))
})

it('is small enough for the browser', () => {
  expect(gzipSync(AREA_CODE_PLACES + CALLING_CODE_ZONES).length).toBeLessThan(15_000)
})

/** The formatter may break lines of comments otherwise. */
function withoutLayout(text: string): string {
  return text.replaceAll(/[\s*]+/g, ' ')
}
