import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUuid, newId, newIds, parsePublicId, toPublicId } from './ids'

describe('newId', () => {
  it('makes version 7 UUIDs that sort in the order they were made', () => {
    const ids = [...Array.from({ length: 20_000 }, () => newId()), ...newIds(20_000), newId()]
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort()).toEqual(ids)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('public ids', () => {
  it('come back as the UUID they were made of', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const id = toPublicId('sequence', uuid)
        expect(id).toMatch(/^call-sequence\.[0-9a-z]{26}$/)
        expect(parsePublicId('sequence', id)).toBe(uuid)
      }),
    )
  })

  it('agrees with the example of the TypeID specification', () => {
    expect(toPublicId('agent', '01890a5d-ac96-774b-bcce-b302099a8057')).toBe('agent.01h455vb4pex5vsknk084sn02q')
  })

  it.each([
    '',
    'agent.',
    'agent.abc123',
    'call.01h455vb4pex5vsknk084sn02q',
    'agent.81h455vb4pex5vsknk084sn02q',
    'agent.01H455VB4PEX5VSKNK084SN02Q',
    'agent.01h455vb4pex5vsknk084sn02u',
    'agent.01h455vb4pex5vsknk084sn02q\0',
  ])('refuses %j', (text) => {
    expect(parsePublicId('agent', text)).toBeNull()
  })

  it('tells a UUID from other text', () => {
    expect(isUuid('01890a5d-ac96-774b-bcce-b302099a8057')).toBe(true)
    expect(isUuid('01890A5D-AC96-774B-BCCE-B302099A8057')).toBe(false)
    expect(isUuid("01890a5d-ac96-774b-bcce-b302099a8057' or 1=1")).toBe(false)
  })
})
