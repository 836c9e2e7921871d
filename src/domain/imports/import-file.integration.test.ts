import { beforeEach, describe, expect, it, vi } from 'vitest'
import { setCredits } from '@/domain/credits/set-credits'
import * as enrollment from '@/domain/enrollment/enroll-batch'
import { db } from '@/platform/db'
import { checkInvariants } from '@/testing/check-invariants'
import { EventLoop } from '@/testing/event-loop'
import { createTestOrganization, laterContact, laterContacts, type TestOrganization } from '@/testing/factories'
import { planImport } from '@/testing/stage-import'
import { findEnrolledFile } from './find-enrolled-file'
import { getImport } from './get-import'
import { importFileSchema } from './import.schema'
import { importFile } from './import-file'
import { listImportRejections } from './list-import-rejections'
import { resumeImport } from './resume-import'

let home: TestOrganization

beforeEach(async () => {
  home = await createTestOrganization()
  vi.restoreAllMocks()
})

type Planned = Omit<Parameters<typeof planImport>[1], 'batches'>

const fileOf = (contacts = laterContacts(3), planned: Planned = {}) =>
  importFileSchema.parse(planImport(home.agents.alwaysOn, { ...planned, batches: [contacts] }))

const batches = () => db().batch.findMany({ where: { organizationId: home.organizationId } })

describe('a file of one batch', () => {
  it('is enrolled in one call, which answers what became of every row', async () => {
    const contacts = [...laterContacts(3), laterContact(7, { timezone: 'Nowhere' })]
    const file = fileOf(contacts, { faulty: [laterContact(9)], leftOut: 2, rowsPerChunk: 2 })
    const answer = await importFile(home.actor, file)
    expect(answer).toMatchObject({ status: 'completed', rows: 7, accepted: 3, rejected: 2, leftOut: 2, waiting: 0 })
    const [batch, ...others] = await batches()
    expect(others).toEqual([])
    expect(batch).toMatchObject({ source: 'import', total: 4, accepted: 3, createdBy: 'First key', fileName: null })
    expect(answer.batches).toMatchObject([{ status: 'enrolled', batchId: batch?.id, accepted: 3, rejected: 1 }])
    const { rejected } = await listImportRejections(home.actor, answer.importId, { limit: 5 })
    expect(rejected.map(({ batchNumber, name }) => [batchNumber, name])).toEqual([
      [null, 'Contact 9'],
      [0, 'Contact 7'],
    ])
    await checkInvariants(home.organizationId)
  })

  it('sent again, also at once, enrolls nobody twice and answers the same', async () => {
    const file = fileOf()
    const answers = await Promise.all([1, 2, 3].map(() => importFile(home.actor, file)))
    answers.push(await importFile(home.actor, file))
    for (const answer of answers) expect(answer).toMatchObject({ status: 'completed', accepted: 3 })
    expect(await batches()).toHaveLength(1)
    await checkInvariants(home.organizationId)
  })

  it('with other rows under its id is an error', async () => {
    const file = fileOf()
    await importFile(home.actor, file)
    const other = { ...file, start: { ...file.start, fileName: 'other.csv' } }
    await expect(importFile(home.actor, other)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('whose rows do not add up leaves nothing behind', async () => {
    const file = fileOf()
    const [chunk] = file.chunks
    const short = { ...file, chunks: chunk ? [{ ...chunk, rows: chunk.rows.slice(1) }] : [] }
    await expect(importFile(home.actor, short)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    expect(await db().import.count({ where: { organizationId: home.organizationId } })).toBe(0)
  })

  it('for an agent that cannot call leaves nothing behind either', async () => {
    const file = fileOf()
    const start = { ...file.start, agentId: home.agents.misconfigured }
    await expect(importFile(home.actor, { ...file, start })).rejects.toMatchObject({ code: 'AGENT_MISCONFIGURED' })
    expect(await db().import.count({ where: { organizationId: home.organizationId } })).toBe(0)
  })

  it('with too few credits waits for them', async () => {
    await setCredits(home.actor, { credits: 2 })
    const answer = await importFile(home.actor, fileOf())
    expect(answer).toMatchObject({ status: 'paused', reasonCode: 'INSUFFICIENT_CREDITS', accepted: 0, waiting: 3 })
    await setCredits(home.actor, { credits: 3 })
    await resumeImport(home.actor, answer.importId)
    await new EventLoop().run()
    expect(await getImport(home.actor, answer.importId)).toMatchObject({ status: 'completed', accepted: 3 })
  })

  it('is enrolled by the background where the request ended too early', async () => {
    const loop = new EventLoop()
    await loop.reset()
    const file = fileOf()
    const broken = vi.spyOn(enrollment, 'enrollBatch').mockRejectedValueOnce(new Error('The process ended.'))
    await expect(importFile(home.actor, file)).rejects.toThrow('The process ended.')
    expect(broken).toHaveBeenCalledOnce()
    expect(await getImport(home.actor, file.start.importId)).toMatchObject({ status: 'running', waiting: 3 })
    await loop.run()
    expect(await getImport(home.actor, file.start.importId)).toMatchObject({ status: 'completed', accepted: 3 })
    expect(await batches()).toHaveLength(1)
  })

  it('is known when it comes again', async () => {
    const fingerprint = 'ef'.repeat(32)
    const { importId } = await importFile(home.actor, fileOf(laterContacts(2), { fingerprint }))
    const { before } = await findEnrolledFile(home.actor, { agentId: home.agents.alwaysOn, fingerprint })
    expect(before).toMatchObject({ enrolledBy: 'First key', accepted: 2, waiting: 0, importId, batchId: null })
  })
})

it('a file of two batches is no call', () => {
  const plan = planImport(home.agents.alwaysOn, { batches: [laterContacts(1), laterContacts(1)] })
  expect(importFileSchema.safeParse(plan).success).toBe(false)
  const { start } = fileOf()
  expect(importFileSchema.safeParse({ start, chunks: fileOf().chunks }).success).toBe(false)
})
