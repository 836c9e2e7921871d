import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { remoteDialer } from '@/platform/dialers/remote-dialers'
import { DIALER_KINDS, dialsExtensions, isRemote } from './dialer-kinds.rules'

describe('DIALER_KINDS', () => {
  it.each(DIALER_KINDS.filter(isRemote))('has an adapter and a page for %s', (kind) => {
    expect(remoteDialer(kind)).not.toBeNull()
    expect(existsSync(`docs/dialers/${kind}.md`)).toBe(true)
    expect(dialsExtensions(kind)).toBe(remoteDialer(kind)?.dialsExtensions)
  })

  it.each(DIALER_KINDS.filter((kind) => !isRemote(kind)))('asks no adapter for %s, which tells by itself', (kind) => {
    expect(remoteDialer(kind)).toBeNull()
  })

  it.each(['constructor', '__proto__', 'toString', ''])('has no adapter for "%s"', (kind) => {
    expect(remoteDialer(kind)).toBeNull()
  })
})
