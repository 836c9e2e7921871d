import { expect, it, vi } from 'vitest'
import { RollcallError } from '@/domain/errors'
import { beginPage, retryPageAfterSeconds } from '@/platform/unavailable-pages'
import { getPageSession } from './page-session'
import { getSession } from './session'

vi.mock('./session')

const trouble = new RollcallError('SERVICE_UNAVAILABLE', 'Not now.', { retryAfterSeconds: 5 })

it('gives up the page when the database cannot be used now', async () => {
  vi.mocked(getSession).mockRejectedValue(trouble)
  const end = beginPage('page')
  await expect(getPageSession(new Headers({ 'x-nonce': 'page' }))).rejects.toBe(trouble)
  expect(retryPageAfterSeconds('page')).toBe(5)
  end()
  expect(retryPageAfterSeconds('page')).toBeNull()
})

it('notes nothing of another error, nor of a page that is not under way', async () => {
  vi.mocked(getSession).mockRejectedValueOnce(new Error('a bug'))
  const end = beginPage('page')
  await expect(getPageSession(new Headers({ 'x-nonce': 'page' }))).rejects.toThrow('a bug')
  expect(retryPageAfterSeconds('page')).toBeNull()
  end()
  vi.mocked(getSession).mockRejectedValue(trouble)
  for (const headers of [new Headers(), new Headers({ 'x-nonce': 'page' })])
    await expect(getPageSession(headers)).rejects.toBe(trouble)
  expect(retryPageAfterSeconds('page')).toBeNull()
})
