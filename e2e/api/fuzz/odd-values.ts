import fc from 'fast-check'

/** Texts that have broken something somewhere: in Postgres, in UTF-8, in URLs, in spreadsheets, in prototypes. */
const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\ufeff',
  '\u202e\u2066',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e400',
  '0x10',
  '9999999999999999999999',
  '2147483648',
  "' OR 1=1 --",
  '"; DROP TABLE batches; --',
  '<script>alert(1)</script>',
  '=HYPERLINK("x")',
  '../../etc/passwd',
  '%00',
  '%E0%A4%A',
  '------------------------------------',
  '00000000-0000-0000-0000-000000000000',
  'agent.00000000000000000000000000',
  'call-sequence.7zzzzzzzzzzzzzzzzzzzzzzzzz',
  '2026-02-30T25:61:00Z',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '0000-00',
  '2026-13',
  'Etc/GMT+99',
  '+1',
  '+15551234567',
  '+999999999999999999',
  'http://127.0.0.1:1/',
  'http://169.254.169.254/latest/meta-data',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '𝒳🏳️‍🌈',
  'é'.normalize('NFD'),
  'x'.repeat(300),
  '\u0000'.repeat(500),
  'x'.repeat(70_000),
]

const ODD_NUMBERS = [
  0,
  -0,
  -1,
  1,
  1.5,
  200,
  201,
  1_000,
  1_001,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  2 ** 63,
  1e21,
  1e308,
  5e-324,
]

function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level++) value = wrap(value)
  return value
}

export const oddText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
)

/** Anything that JSON can say, and nobody expects where it comes. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: oddText },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...ODD_NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], [{}], { '': '' }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      nested(50, (inner) => [inner]),
      nested(3_000, (inner) => [inner]),
      nested(50, (inner) => ({ a: inner })),
      nested(1_000, (inner) => ({ a: inner })),
      Array.from({ length: 1_200 }, () => null),
      Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`p${n}`, n])),
      JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {}}}'),
    ),
  },
)

/** Bodies that are no JSON of any value. */
export const oddBody = fc.constantFrom(
  '',
  '{',
  '[]',
  '"',
  'null',
  'NaN',
  '{"a":1}}',
  '\ufeff{}',
  '{"contacts":[{"name":"a","name":"b"}],"contacts":1}',
  '{"n":1e999}',
  '{"a":"\\ud800"}',
  '{"a":"\u0000"}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  '<xml/>',
  'a=1&b=2',
  '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
)

export const oddContentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/vnd.api+json',
  'application/octet-stream',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'text/plain',
  'text/html',
  ';',
  '',
)
