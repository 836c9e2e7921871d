import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A file of an archive. Its content is read once, as it is written. */
export type ZipEntry = { name: string; content: AsyncIterable<string> }

type Written = { name: Buffer; crc: number; packed: number; size: number; offset: number }

/** The first day that a ZIP can name, 1 January 1980: the archive says nothing of when it was made. */
const DATE = 0x21
/** A descriptor with the sizes follows the content, and names are UTF-8. */
const FLAGS = 0x0808
const DEFLATE = 8
const VERSION = 20
/** Where 32 bits end. What is longer would need ZIP64. */
const SIZE_MAX = 0xffff_ffff

/**
 * Writes a ZIP archive piece by piece, so that it takes as little memory however large it is. Whoever stops reading
 * stops whatever makes the content.
 *
 * @throws RangeError for an archive or a file of 4 GiB
 */
export async function* writeZip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = []
  let offset = 0
  for await (const { name, content } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset }
    const head = Buffer.concat([header(0x04034b50, entry), entry.name])
    yield head
    for await (const chunk of deflate(content, entry)) {
      entry.packed += chunk.length
      yield chunk
    }
    const tail = Buffer.alloc(16)
    tail.writeUInt32LE(0x08074b50, 0)
    writeSizes(tail, 4, entry)
    yield tail
    offset = assertSize(offset + head.length + entry.packed + tail.length)
    written.push(entry)
  }
  const directory = Buffer.concat(written.map(directoryEntry))
  yield directory
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(written.length, 8)
  end.writeUInt16LE(written.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  yield end
}

function deflate(content: AsyncIterable<string>, entry: Written): AsyncIterable<Uint8Array> {
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const text of content) {
      const piece = Buffer.from(text)
      entry.crc = crc32(piece, entry.crc)
      entry.size = assertSize(entry.size + piece.length)
      yield piece
    }
  }
  // An error of the content reaches whoever reads the packed bytes, so it is not to be told a second time.
  return pipeline(Readable.from(bytes()), createDeflateRaw({ level: 4 }), () => {})
}

function header(signature: number, { name }: Written): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(signature, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(FLAGS, 6)
  head.writeUInt16LE(DEFLATE, 8)
  head.writeUInt16LE(DATE, 12)
  head.writeUInt16LE(name.length, 26)
  return head
}

function directoryEntry(entry: Written): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(VERSION, 6)
  head.writeUInt16LE(FLAGS, 8)
  head.writeUInt16LE(DEFLATE, 10)
  head.writeUInt16LE(DATE, 14)
  writeSizes(head, 16, entry)
  head.writeUInt16LE(entry.name.length, 28)
  head.writeUInt32LE(entry.offset, 42)
  return Buffer.concat([head, entry.name])
}

function writeSizes(target: Buffer, at: number, { crc, packed, size }: Written): void {
  target.writeUInt32LE(crc, at)
  target.writeUInt32LE(packed, at + 4)
  target.writeUInt32LE(size, at + 8)
}

function assertSize(size: number): number {
  if (size > SIZE_MAX) throw new RangeError('An archive has 4 GiB at most.')
  return size
}
