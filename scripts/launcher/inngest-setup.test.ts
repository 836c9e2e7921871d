import { describe, expect, it } from 'vitest'
import { findInngestTrouble, usesEmbeddedExecutor } from './inngest-setup'

describe('usesEmbeddedExecutor', () => {
  it.each([
    { environment: {}, embedded: true },
    { environment: { INNGEST_DEV: '0' }, embedded: true },
    { environment: { INNGEST_EVENT_KEY: 'key' }, embedded: true },
    { environment: { INNGEST_BASE_URL: 'http://inngest.internal:8288' }, embedded: false },
    { environment: { INNGEST_DEV: '1' }, embedded: false },
    { environment: { INNGEST_DEV: 'http://127.0.0.1:8288' }, embedded: false },
    { environment: { INNGEST_EVENT_KEY: 'key', INNGEST_SIGNING_KEY: 'signkey-prod-00' }, embedded: false },
  ])('is $embedded with $environment', ({ environment, embedded }) => {
    expect(usesEmbeddedExecutor(environment)).toBe(embedded)
  })
})

describe('findInngestTrouble', () => {
  it.each(['0.0.0.0', '::', '192.168.1.20', 'rollcall.example'])('refuses dev mode on %s', (host) => {
    expect(findInngestTrouble({ INNGEST_DEV: '1' }, host)).toContain('INNGEST_DEV')
  })

  it.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('allows dev mode on %s', (host) => {
    expect(findInngestTrouble({ INNGEST_DEV: '1' }, host)).toBeNull()
  })

  it('allows any address without dev mode', () => {
    expect(findInngestTrouble({ INNGEST_DEV: 'false' }, '0.0.0.0')).toBeNull()
  })
})
