import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { SONNER_STYLE_HASHES } from './security-headers'

it('knows the style of the Sonner that is installed', async () => {
  const source = await readFile('node_modules/sonner/dist/index.mjs', 'utf8')
  const [, literal = ''] = /^__insertCSS\((".*")\)/m.exec(source) ?? []
  const hashes = ['', JSON.parse(literal) as string].map(
    (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`,
  )
  expect(SONNER_STYLE_HASHES).toEqual(hashes)
})
