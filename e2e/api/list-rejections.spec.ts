import type { BatchRejections } from '@/domain/batches/batch-answer.schema'
import { laterContact } from '@/testing/factories'
import { expect, expectError, test } from './contract-test'

test('JSON: as in the 202', async ({ api, tenant }) => {
  const contacts = [laterContact(0), laterContact(1, { name: '' }), laterContact(0), 'x', null, laterContact(2)]
  const enrolled = await api.enroll(tenant.agents.alwaysOn, { contacts })
  const accepts: Record<string, string>[] = [
    {},
    { accept: '*/*' },
    { accept: 'application/json' },
    { accept: 'application/json, text/csv' },
  ]
  for (const headers of accepts) {
    const answer = await api.get<BatchRejections>(`/batches/${enrolled.body.batchId}/rejected`, {
      headers,
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('accept')
    expect(answer.text).toBe(JSON.stringify({ rejected: enrolled.body.rejected }))
  }
  expect(enrolled.body.rejected.map(({ index }) => index)).toEqual([1, 2, 3, 4])
})

test('a batch without rejections has an empty list', async ({ api, tenant }) => {
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts: [laterContact()] })).body
  expect((await api.get(`/batches/${batchId}/rejected`)).body).toEqual({ rejected: [] })
  const csv = await api.get(`/batches/${batchId}/rejected`, { headers: { accept: 'text/csv' } })
  expect(csv.text).toBe('rollcall_rejection_reason\r\n')
})

test('CSV: the original columns in their order, the reason last, formulas defused', async ({ api, tenant }) => {
  const enrolled = await api.enroll(tenant.agents.alwaysOn, {
    contacts: [
      laterContact(0),
      { zebra: '=HYPERLINK("http://x")', phoneNumber: '+15550000001', name: '', apple: '@SUM(1)', city: 'Köln, "Süd"' },
      { phoneNumber: '+15550000002', name: ' ', later: 'line\nbreak', zebra: '-1', minus: "'t Hooft", n: 5, no: null },
      'no object at all',
    ],
  })
  const { batchId, rejected } = enrolled.body
  const answer = await api.get(`/batches/${batchId}/rejected`, { headers: { accept: 'text/csv' } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toContain(`rejected-${batchId}.csv`)
  expect(answer.headers.get('x-request-id')).toMatch(/\S/)
  const reasons = rejected.map(({ error }) => (/[",\n]/.test(error) ? `"${error.replaceAll('"', '""')}"` : error))
  expect(answer.text).toBe(
    [
      'zebra,phoneNumber,name,apple,city,later,minus,n,no,rollcall_rejection_reason',
      `"'=HYPERLINK(""http://x"")",'+15550000001,,'@SUM(1),"Köln, ""Süd""",,,,,${reasons[0]}`,
      `'-1,'+15550000002," ",,,"line\nbreak",'t Hooft,5,,${reasons[1]}`,
      `,,,,,,,,,${reasons[2]}`,
      '',
    ].join('\r\n'),
  )
})

test('CSV begins with the byte order mark that Excel wants', async ({ api, tenant }) => {
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts: [laterContact(), {}] })).body
  const response = await fetch(`${api.origin}/api/v1/batches/${batchId}/rejected`, {
    headers: { accept: 'text/csv', 'x-api-key': tenant.apiKey },
  })
  expect([...new Uint8Array(await response.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
})

test('errors stay JSON for whoever asks for CSV', async ({ api }) => {
  const answer = await api.get('/batches/x/rejected', { headers: { accept: 'text/csv' } })
  expectError(answer, 404, 'BATCH_NOT_FOUND')
})
