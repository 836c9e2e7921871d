import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dataPlaces, multiply, qrCode } from './qr-code'

/** Sizes of the blocks at level M, from the standard's own table: bytes of correction, and data bytes of each block. */
const BLOCKS: Record<number, { correction: number; data: number[] }> = {
  1: { correction: 10, data: [16] },
  2: { correction: 16, data: [28] },
  3: { correction: 26, data: [44] },
  4: { correction: 18, data: [32, 32] },
  5: { correction: 24, data: [43, 43] },
  6: { correction: 16, data: [27, 27, 27, 27] },
  7: { correction: 18, data: [31, 31, 31, 31] },
  8: { correction: 22, data: [38, 38, 39, 39] },
  9: { correction: 22, data: [36, 36, 36, 37, 37] },
  10: { correction: 26, data: [43, 43, 43, 43, 44] },
  11: { correction: 30, data: [50, 51, 51, 51, 51] },
  12: { correction: 22, data: [36, 36, 36, 36, 36, 36, 37, 37] },
}

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

const ALIGNMENT: Record<number, number[]> = {
  2: [18],
  3: [22],
  4: [26],
  5: [30],
  6: [34],
  7: [6, 22, 38],
  8: [6, 24, 42],
  9: [6, 26, 46],
  10: [6, 28, 50],
  11: [6, 30, 54],
  12: [6, 32, 58],
}

/** Marks what is no data, from the standard and not from the code under test. */
function fixedOf(version: number): Uint8Array {
  const size = 17 + 4 * version
  const fixed = new Uint8Array(size * size)
  const mark = (x0: number, y0: number, width: number, height: number) => {
    for (let y = y0; y < y0 + height; y++) for (let x = x0; x < x0 + width; x++) fixed[y * size + x] = 1
  }
  mark(0, 0, 9, 9)
  mark(size - 8, 0, 8, 9)
  mark(0, size - 8, 9, 8)
  mark(6, 0, 1, size)
  mark(0, 6, size, 1)
  const places = ALIGNMENT[version] ?? []
  const [first = 0, last = 0] = [places[0], places.at(-1)]
  for (const x of places) {
    for (const y of places) {
      const isFinder =
        places.length > 1 &&
        ((x === first && y === first) || (x === first && y === last) || (x === last && y === first))
      if (!isFinder) mark(x - 2, y - 2, 5, 5)
    }
  }
  if (version >= 7) {
    mark(size - 11, 0, 3, 6)
    mark(0, size - 11, 6, 3)
  }
  return fixed
}

/** Reads a code as a scanner does, and holds each block to its error correction. */
function read(rows: boolean[][]): string {
  const size = rows.length
  const version = (size - 17) / 4
  const dark = (x: number, y: number): number => (rows[y]?.[x] ? 1 : 0)
  const format = [...Array(6).keys()].map((at) => dark(8, at)).concat(dark(8, 7), dark(8, 8), dark(7, 8))
  for (let at = 9; at < 15; at++) format.push(dark(14 - at, 8))
  const bits = format.reduce((sum, bit, at) => sum | (bit << at), 0) ^ 0x5412
  expect(bits >> 13, 'level M').toBe(0)
  const mask = (bits >> 10) & 7
  const places = dataPlaces({ size, fixed: fixedOf(version) })
  const stream = places.map((place) => {
    const [x, y] = [place % size, Math.floor(place / size)]
    return dark(x, y) ^ (MASKS[mask]?.(x, y) ? 1 : 0)
  })
  const bytes = Array.from({ length: Math.floor(stream.length / 8) }, (_, at) =>
    stream.slice(at * 8, at * 8 + 8).reduce((byte, bit) => (byte << 1) | bit, 0),
  )
  const { correction, data } = BLOCKS[version] ?? { correction: 0, data: [] }
  const blocks: number[][] = data.map(() => [])
  let next = 0
  for (let at = 0; at < Math.max(...data); at++) {
    for (const [index, length] of data.entries()) if (at < length) blocks[index]?.push(bytes[next++] ?? 0)
  }
  const texts = blocks.map((block) => [...block])
  for (let at = 0; at < correction; at++) for (const block of blocks) block.push(bytes[next++] ?? 0)
  expect(next).toBe(bytes.length)
  for (const block of blocks) {
    // A block is right when each root of the generator is a root of it (its syndromes are zero).
    for (let at = 0, root = 1; at < correction; at++, root = multiply(root, 2)) {
      expect(block.reduce((sum, byte) => multiply(sum, root) ^ byte, 0)).toBe(0)
    }
  }
  const message = texts.flat()
  const nibbles = message.flatMap((byte) => [byte >> 4, byte & 15])
  expect(nibbles[0], 'bytes follow').toBe(4)
  const lengthNibbles = version < 10 ? 2 : 4
  const length = nibbles.slice(1, 1 + lengthNibbles).reduce((sum, nibble) => sum * 16 + nibble, 0)
  const body = nibbles.slice(1 + lengthNibbles, 1 + lengthNibbles + length * 2)
  return new TextDecoder().decode(
    Uint8Array.from({ length }, (_, at) => ((body[at * 2] ?? 0) << 4) | (body[at * 2 + 1] ?? 0)),
  )
}

it('is read back as the text that it was made of, in every version', () => {
  for (let length = 0; length <= 280; length += 7) {
    const text = 'otpauth://totp/Rollcall:ada@example.com?secret='
      .padEnd(length, 'ABCDEFGHIJKLMNOP234567')
      .slice(0, length)
    expect(read(qrCode(text))).toBe(text)
  }
})

it('takes any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (text) => {
      expect(read(qrCode(text))).toBe(new TextDecoder().decode(new TextEncoder().encode(text)))
    }),
    { numRuns: 60 },
  )
})

it('multiplies in the field of the standard', () => {
  expect(multiply(2, 128)).toBe(0x1d)
  expect(multiply(0x53, 1)).toBe(0x53)
  expect(multiply(0, 77)).toBe(0)
})

it('refuses what does not fit', () => {
  expect(() => qrCode('x'.repeat(700))).toThrow(RangeError)
})
