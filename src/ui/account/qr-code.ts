// QR codes by ISO/IEC 18004: a text as bytes, with error correction level M, in versions 1 to 20. That is enough for the
// address of an authenticator app, which has 100 to 300 characters.

/** Per version: error correction bytes of a block, and blocks, at level M (table 9). */
const ERROR_CORRECTION: readonly (readonly [bytesPerBlock: number, blocks: number])[] = [
  [10, 1],
  [16, 1],
  [26, 1],
  [18, 2],
  [24, 2],
  [16, 4],
  [18, 4],
  [22, 4],
  [22, 5],
  [26, 5],
  [30, 5],
  [22, 8],
  [22, 9],
  [24, 9],
  [24, 10],
  [28, 10],
  [28, 11],
  [26, 13],
  [26, 14],
  [26, 16],
]

type Modules = { size: number; dark: Uint8Array; fixed: Uint8Array }

/**
 * Returns the rows of a QR code, true for dark.
 *
 * @throws RangeError for a text that is too long
 */
export function qrCode(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text)
  const version = ERROR_CORRECTION.findIndex((_, index) => bytes.length <= capacityOf(index + 1)) + 1
  if (version === 0) throw new RangeError(`A text of ${bytes.length} bytes does not fit.`)
  const modules = drawFixed(version)
  drawData(modules, interleave(encode(bytes, version), version))
  const { mask } = MASKS.map((_, mask) => ({ mask, penalty: penaltyOf(masked(modules, mask)) })).reduce((best, each) =>
    each.penalty < best.penalty ? each : best,
  )
  const { size, dark } = masked(modules, mask)
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => dark[y * size + x] === 1))
}

const sizeOf = (version: number) => 17 + 4 * version

function totalBytes(version: number): number {
  let bits = (16 * version + 128) * version + 64
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2
    bits -= (25 * aligned - 10) * aligned - 55
    if (version >= 7) bits -= 36
  }
  return Math.floor(bits / 8)
}

function correctionOf(version: number): { bytesPerBlock: number; blocks: number; dataBytes: number } {
  const [bytesPerBlock, blocks] = ERROR_CORRECTION[version - 1] ?? [0, 0]
  return { bytesPerBlock, blocks, dataBytes: totalBytes(version) - bytesPerBlock * blocks }
}

const lengthBits = (version: number) => (version < 10 ? 8 : 16)

/** How many bytes of text fit: 4 bits say that bytes follow, and 8 or 16 how many. */
function capacityOf(version: number): number {
  return Math.floor((correctionOf(version).dataBytes * 8 - 4 - lengthBits(version)) / 8)
}

function encode(bytes: Uint8Array, version: number): Uint8Array {
  const { dataBytes } = correctionOf(version)
  const bits: number[] = []
  const push = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at--) bits.push((value >> at) & 1)
  }
  push(0b0100, 4)
  push(bytes.length, lengthBits(version))
  for (const byte of bytes) push(byte, 8)
  push(0, Math.min(4, dataBytes * 8 - bits.length))
  push(0, (8 - (bits.length % 8)) % 8)
  const data = new Uint8Array(dataBytes)
  for (let at = 0; at < bits.length; at += 8) {
    data[at / 8] = bits.slice(at, at + 8).reduce((byte, bit) => (byte << 1) | bit, 0)
  }
  for (let at = bits.length / 8, pad = 0xec; at < dataBytes; at++, pad ^= 0xec ^ 0x11) data[at] = pad
  return data
}

/** Multiplies in the field of 256 elements by the polynomial 0x11d. */
export function multiply(a: number, b: number): number {
  let product = 0
  for (let at = 7; at >= 0; at--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d)
    product ^= ((b >> at) & 1) * a
  }
  return product
}

function generatorOf(degree: number): Uint8Array {
  const generator = new Uint8Array(degree)
  generator[degree - 1] = 1
  let root = 1
  for (let at = 0; at < degree; at++) {
    for (let each = 0; each < degree; each++) {
      generator[each] = multiply(generator[each] ?? 0, root) ^ (generator[each + 1] ?? 0)
    }
    root = multiply(root, 2)
  }
  return generator
}

function remainderOf(data: Uint8Array, generator: Uint8Array): Uint8Array {
  const remainder = new Uint8Array(generator.length)
  for (const byte of data) {
    const factor = byte ^ (remainder[0] ?? 0)
    remainder.copyWithin(0, 1)
    remainder[remainder.length - 1] = 0
    for (let at = 0; at < generator.length; at++) {
      remainder[at] = (remainder[at] ?? 0) ^ multiply(generator[at] ?? 0, factor)
    }
  }
  return remainder
}

/** Cuts the data into blocks, gives each its error correction, and deals them out byte by byte. */
function interleave(data: Uint8Array, version: number): number[] {
  const { bytesPerBlock, blocks } = correctionOf(version)
  const shortBlocks = blocks - (data.length % blocks)
  const shortLength = Math.floor(data.length / blocks)
  const generator = generatorOf(bytesPerBlock)
  let from = 0
  const cut = Array.from({ length: blocks }, (_, at) => {
    const block = data.subarray(from, from + shortLength + (at < shortBlocks ? 0 : 1))
    from += block.length
    return { block, correction: remainderOf(block, generator) }
  })
  const result: number[] = []
  for (let at = 0; at <= shortLength; at++) {
    for (const { block } of cut) if (at < block.length) result.push(block[at] ?? 0)
  }
  for (let at = 0; at < bytesPerBlock; at++) for (const { correction } of cut) result.push(correction[at] ?? 0)
  return result
}

function drawFixed(version: number): Modules {
  const size = sizeOf(version)
  const modules = { size, dark: new Uint8Array(size * size), fixed: new Uint8Array(size * size) }
  for (let at = 0; at < size; at++) {
    set(modules, 6, at, at % 2 === 0)
    set(modules, at, 6, at % 2 === 0)
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    drawSquares(modules, x, y, 4, [0, 1, 3])
  }
  const places = alignmentOf(version)
  const last = places.length - 1
  for (const [i, x] of places.entries()) {
    for (const [j, y] of places.entries()) {
      const isFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)
      if (!isFinder) drawSquares(modules, x, y, 2, [0, 2])
    }
  }
  drawFormat(modules, 0)
  if (version >= 7) drawVersion(modules, version)
  return modules
}

function set({ size, dark, fixed }: Modules, x: number, y: number, isDark: boolean): void {
  dark[y * size + x] = isDark ? 1 : 0
  fixed[y * size + x] = 1
}

/** Draws squares around a middle: dark at some distances from it, light at the others. */
function drawSquares(modules: Modules, midX: number, midY: number, radius: number, darkAt: readonly number[]): void {
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const [x, y] = [midX + dx, midY + dy]
      if (x < 0 || y < 0 || x >= modules.size || y >= modules.size) continue
      set(modules, x, y, darkAt.includes(Math.max(Math.abs(dx), Math.abs(dy))))
    }
  }
}

function alignmentOf(version: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2
  const places = Array.from({ length: count - 1 }, (_, at) => sizeOf(version) - 7 - at * step)
  return [6, ...places.reverse()]
}

/** Draws the level (M is 00) and the mask, twice, with their own error correction. */
function drawFormat(modules: Modules, mask: number): void {
  let remainder = mask
  for (let at = 0; at < 10; at++) remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537)
  const bits = ((mask << 10) | remainder) ^ 0x5412
  const bit = (at: number) => ((bits >> at) & 1) === 1
  const { size } = modules
  for (let at = 0; at <= 5; at++) set(modules, 8, at, bit(at))
  set(modules, 8, 7, bit(6))
  set(modules, 8, 8, bit(7))
  set(modules, 7, 8, bit(8))
  for (let at = 9; at < 15; at++) set(modules, 14 - at, 8, bit(at))
  for (let at = 0; at < 8; at++) set(modules, size - 1 - at, 8, bit(at))
  for (let at = 8; at < 15; at++) set(modules, 8, size - 15 + at, bit(at))
  set(modules, 8, size - 8, true)
}

function drawVersion(modules: Modules, version: number): void {
  let remainder = version
  for (let at = 0; at < 12; at++) remainder = (remainder << 1) ^ ((remainder >> 11) * 0x1f25)
  const bits = (version << 12) | remainder
  for (let at = 0; at < 18; at++) {
    const isDark = ((bits >> at) & 1) === 1
    const [a, b] = [modules.size - 11 + (at % 3), Math.floor(at / 3)]
    set(modules, a, b, isDark)
    set(modules, b, a, isDark)
  }
}

/** Lists the places of the data in order: in columns of two, upwards and downwards in turn, past the timing column. */
export function dataPlaces({ size, fixed }: Pick<Modules, 'size' | 'fixed'>): number[] {
  const places: number[] = []
  for (let pair = 0, right = size - 1; right >= 1; pair++, right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) {
      const y = pair % 2 === 0 ? size - 1 - step : step
      for (const x of [right, right - 1]) if (fixed[y * size + x] === 0) places.push(y * size + x)
    }
  }
  return places
}

function drawData(modules: Modules, data: readonly number[]): void {
  for (const [at, place] of dataPlaces(modules).entries()) {
    modules.dark[place] = ((data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

function masked({ size, dark, fixed }: Modules, mask: number): Modules {
  const inverts = MASKS[mask]
  const copy = { size, dark: dark.slice(), fixed }
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x
      if (fixed[at] === 0 && inverts?.(x, y)) copy.dark[at] = (dark[at] ?? 0) ^ 1
    }
  }
  drawFormat(copy, mask)
  return copy
}

/** How hard a code is to read: long runs, blocks, what looks like a corner, and too much of one colour. */
function penaltyOf({ size, dark }: Modules): number {
  const lines: string[] = []
  for (let a = 0; a < size; a++) {
    let [row, column] = ['', '']
    for (let b = 0; b < size; b++) {
      row += dark[a * size + b]
      column += dark[b * size + a]
    }
    lines.push(row, column)
  }
  let penalty = 0
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2
    for (const _ of line.matchAll(/(?=00001011101|10111010000)/g)) penalty += 40
  }
  for (let y = 0; y < size - 1; y++) {
    for (let x = 0; x < size - 1; x++) {
      const at = y * size + x
      const sum = (dark[at] ?? 0) + (dark[at + 1] ?? 0) + (dark[at + size] ?? 0) + (dark[at + size + 1] ?? 0)
      if (sum === 0 || sum === 4) penalty += 3
    }
  }
  const share = dark.reduce((sum, each) => sum + each, 0) / (size * size)
  return penalty + Math.floor(Math.abs(share * 100 - 50) / 5) * 10
}
