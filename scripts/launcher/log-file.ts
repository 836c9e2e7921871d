import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'

const SIZE_MAX_BYTES = 20_000_000
const TAIL_LINES_MAX = 40

/**
 * The log of one child. What it prints is appended to `<folder>/<name>.log`, and its last lines are kept in memory. A
 * file of more than 20 MB is renamed to `.old`, and a new one begins.
 */
export class LogFile {
  readonly path: string
  readonly #onLine: (line: string) => void
  #stream: WriteStream
  #bytes: number
  #tail: string[] = []

  /** @param onLine called with each whole line, without its line break */
  constructor(folder: string, name: string, onLine: (line: string) => void = () => {}) {
    mkdirSync(folder, { recursive: true })
    this.path = join(folder, `${name}.log`)
    this.#onLine = onLine
    this.#bytes = existsSync(this.path) ? statSync(this.path).size : 0
    this.#stream = this.#open()
  }

  /** The last lines, for telling why a child died. */
  get tail(): string {
    return this.#tail.join('\n')
  }

  /** Follows one stream of a child to its end. */
  follow(stream: NodeJS.ReadableStream): void {
    const decoder = new StringDecoder('utf8')
    let rest = ''
    stream.on('data', (chunk: Buffer) => {
      const lines = `${rest}${decoder.write(chunk)}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.write(line)
    })
    stream.on('end', () => {
      if (rest !== '') this.write(rest)
    })
  }

  write(line: string): void {
    if (this.#bytes > SIZE_MAX_BYTES) this.#rotate()
    this.#bytes += Buffer.byteLength(line) + 1
    this.#stream.write(`${line}\n`)
    this.#tail.push(line)
    if (this.#tail.length > TAIL_LINES_MAX) this.#tail.shift()
    this.#onLine(line)
  }

  #rotate(): void {
    this.#stream.end()
    renameSync(this.path, `${this.path}.old`)
    this.#bytes = 0
    this.#stream = this.#open()
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.path, { flags: 'a', mode: 0o600 })
    // A full disk must not end the launcher, and with it the database.
    stream.on('error', () => {})
    return stream
  }
}
