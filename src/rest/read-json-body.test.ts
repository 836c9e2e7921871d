import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { BODY_BYTES_MAX } from '@/domain/read-limited-body'
import { readJsonBody, readOptionalJsonBody } from './read-json-body'

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream

function request(body: Body | null, contentType: string | null = 'application/json'): Request {
  const headers = new Headers(contentType === null ? {} : { 'content-type': contentType })
  const made = new Request('http://127.0.0.1/', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  // A text brings a type of its own when none is given.
  if (contentType === null) made.headers.delete('content-type')
  return made
}

const code = (expected: string) => expect.objectContaining({ code: expected })

/** Makes a JSON text of exactly so many bytes. */
const jsonOf = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2))

function chunks(...parts: Uint8Array[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
}

describe('a packed body', () => {
  const packers = { gzip: gzipSync, 'x-gzip': gzipSync, GZIP: gzipSync, br: brotliCompressSync, deflate: deflateSync }
  const read = (body: Uint8Array, encoding: string) =>
    readJsonBody(
      new Request('http://127.0.0.1/', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': encoding },
        body: new Uint8Array(body),
      }),
    )

  it.each(Object.entries(packers))('is unpacked: %s', async (encoding, pack) => {
    expect(await read(pack('{"a":"é🙂"}'), encoding)).toEqual({ a: 'é🙂' })
  })

  it('is unpacked as deflate without the wrapper of zlib too, and left alone as identity', async () => {
    expect(await read(deflateRawSync('{"a":1}'), 'deflate')).toEqual({ a: 1 })
    expect(await read(Buffer.from('{"a":1}'), 'identity')).toEqual({ a: 1 })
  })

  it.each(Object.entries(packers))('may be 5 MB unpacked, and not one byte more: %s', async (encoding, pack) => {
    expect(await read(pack(jsonOf(BODY_BYTES_MAX)), encoding)).toHaveLength(BODY_BYTES_MAX - 2)
    await expect(read(pack(jsonOf(BODY_BYTES_MAX + 1)), encoding)).rejects.toEqual(code('PAYLOAD_TOO_LARGE'))
  })

  it('that is a bomb is given up', async () => {
    // 200 MB, in parts as gzip may have them: packing it at once would take longer than the test.
    const bomb = Buffer.concat(Array<Buffer>(200).fill(gzipSync(Buffer.alloc(1024 * 1024))))
    expect(bomb.length).toBeLessThan(BODY_BYTES_MAX)
    await expect(read(bomb, 'gzip')).rejects.toEqual(code('PAYLOAD_TOO_LARGE'))
  })

  it.each(['zstd', 'compress', 'gzip, gzip', 'constructor', 'x'.repeat(1_000)])(
    'of another encoding is named: %s',
    async (name) => {
      const refusal = expect.objectContaining({
        code: 'UNSUPPORTED_MEDIA_TYPE',
        message: expect.stringContaining(`"${name.slice(0, 64)}"`),
      })
      await expect(read(gzipSync('{}'), name)).rejects.toEqual(refusal)
    },
  )

  it('that is broken, cut or not packed at all is no JSON', async () => {
    const packed = gzipSync(JSON.stringify('x'.repeat(1_000)))
    for (const body of [packed.subarray(0, -8), Buffer.from('{}'), Buffer.concat([Buffer.from([0]), packed])]) {
      await expect(read(body, 'gzip')).rejects.toEqual(code('INVALID_JSON'))
    }
  })
})

describe('readJsonBody', () => {
  it.each(['{}', '[]', 'null', '0', '"x"', ' {"a": [1, "é🙂"]} \n', '\ufeff{"a":1}'])('reads %j', async (text) => {
    expect(await readJsonBody(request(text))).toEqual(JSON.parse(text.replace('\ufeff', '')))
  })

  it('puts a character together that was cut in two on its way', async () => {
    const bytes = new TextEncoder().encode('"🙂"')
    expect(await readJsonBody(request(chunks(bytes.slice(0, 3), bytes.slice(3))))).toBe('🙂')
  })

  it('reads a body of exactly the limit, and not one byte more', async () => {
    expect(await readJsonBody(request(jsonOf(BODY_BYTES_MAX)))).toHaveLength(BODY_BYTES_MAX - 2)
    await expect(readJsonBody(request(jsonOf(BODY_BYTES_MAX + 1)))).rejects.toEqual(code('PAYLOAD_TOO_LARGE'))
  })

  it('counts bytes, not characters', async () => {
    const text = JSON.stringify('é'.repeat(BODY_BYTES_MAX / 2))
    await expect(readJsonBody(request(text))).rejects.toEqual(code('PAYLOAD_TOO_LARGE'))
  })

  it('gives up on a body without an end', async () => {
    let cancelled = false
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
      cancel: () => {
        cancelled = true
      },
    })
    await expect(readJsonBody(request(endless))).rejects.toEqual(code('PAYLOAD_TOO_LARGE'))
    expect(cancelled).toBe(true)
  })

  it.each([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"',
    'application/json; charset=utf8; q=1',
    'application/problem+json',
  ])('takes %s', async (type) => {
    expect(await readJsonBody(request('{}', type))).toEqual({})
  })

  it.each([
    null,
    '',
    'text/plain',
    'text/json',
    'application/jsonp',
    'application/x-json',
    'application/+json/x',
    'application/json; charset=utf-16',
    'multipart/form-data; boundary="application/json"',
  ])('refuses %s', async (type) => {
    await expect(readJsonBody(request('{}', type))).rejects.toEqual(code('UNSUPPORTED_MEDIA_TYPE'))
  })

  it.each(['', '{', '{"a":1,}', 'nul', "{'a':1}", '{"a":1}x', '\ufeff\ufeff{}'])('%j is not JSON', async (text) => {
    await expect(readJsonBody(request(text))).rejects.toEqual(code('INVALID_JSON'))
  })

  it.each([
    ['a byte of Latin-1', [0x22, 0xe9, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['half a character', [0x22, 0xf0, 0x9f, 0x22]],
    ['an overlong NUL', [0x22, 0xc0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x22, 0x00, 0x22, 0x00]],
  ])('%s is not UTF-8', async (_, bytes) => {
    await expect(readJsonBody(request(new Uint8Array(bytes)))).rejects.toEqual(code('INVALID_JSON'))
  })

  it('has nothing to read in a request without a body', async () => {
    await expect(readJsonBody(request(null))).rejects.toEqual(code('INVALID_JSON'))
  })

  it('looks at the size first, then at the type, then at the text', async () => {
    const tooLarge = ' '.repeat(BODY_BYTES_MAX + 1)
    await expect(readJsonBody(request(tooLarge, 'text/plain'))).rejects.toEqual(code('PAYLOAD_TOO_LARGE'))
    await expect(readJsonBody(request('{', 'text/plain'))).rejects.toEqual(code('UNSUPPORTED_MEDIA_TYPE'))
  })
})

describe('readOptionalJsonBody', () => {
  it('takes a request without a body, whatever its type', async () => {
    for (const type of [null, 'application/json', 'text/plain']) {
      expect(await readOptionalJsonBody(request(null, type))).toBeUndefined()
      expect(await readOptionalJsonBody(request(chunks(), type))).toBeUndefined()
    }
  })

  it('reads a body that is there as any other', async () => {
    expect(await readOptionalJsonBody(request('{"reason":"x"}'))).toEqual({ reason: 'x' })
    await expect(readOptionalJsonBody(request('{"reason":"x"}', 'text/plain'))).rejects.toEqual(
      code('UNSUPPORTED_MEDIA_TYPE'),
    )
    await expect(readOptionalJsonBody(request(' '))).rejects.toEqual(code('INVALID_JSON'))
  })
})
