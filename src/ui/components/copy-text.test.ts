import { afterEach, expect, it, vi } from 'vitest'
import { copyText } from './copy-text'

afterEach(() => vi.unstubAllGlobals())

it.each([
  ['a browser that copies', { clipboard: { writeText: async () => {} } }, true],
  [
    'one that refuses',
    { clipboard: { writeText: () => Promise.reject(new DOMException('No.', 'NotAllowedError')) } },
    false,
  ],
  ['one without a clipboard, as over plain http', {}, false],
])('says of %s whether the text was copied', async (_, navigator, copied) => {
  vi.stubGlobal('navigator', navigator)
  expect(await copyText('agent.x')).toBe(copied)
})
