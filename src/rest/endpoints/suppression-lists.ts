import { z } from 'zod'
import { createList } from '@/domain/suppression/create-list'
import { deleteList } from '@/domain/suppression/delete-list'
import { getList } from '@/domain/suppression/get-list'
import { listLists } from '@/domain/suppression/list-lists'
import { createListSchema, updateListSchema } from '@/domain/suppression/suppression.schema'
import { suppressionListSchema, suppressionListsSchema } from '@/domain/suppression/suppression-answer.schema'
import { updateList } from '@/domain/suppression/update-list'
import { defineEndpoint } from '@/rest/define-endpoint'
import { EXAMPLE } from '@/rest/docs/examples'

const doneSchema = z.object({ success: z.literal(true) })

const example = {
  ...{ listId: EXAMPLE.listId, name: 'Plaintiffs', kind: 'litigators' as const },
  ...{ builtIn: false, agentIds: null, entryDays: null, oldAfterDays: null, whenOld: 'notice' as const, entries: 0 },
  ...{ refreshedAt: '2027-03-01T16:00:00.000Z', oldAt: null, isOld: false },
  ...{ createdAt: '2027-03-01T16:00:00.000Z', createdBy: 'Nightly sync' },
}

/** `GET /suppression-lists` */
export const listSuppressionListsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/suppression-lists',
  auth: 'apiKey',
  answers: { 200: suppressionListsSchema },
  errors: [],
  docs: {
    operationId: 'listSuppressionLists',
    group: 'Suppressions',
    summary: 'List the suppression lists',
    description: 'The built-in one first, once somebody is on it, then by name. There are 50 at most.',
    answers: { 200: { description: 'All of them.', example: { lists: [example] } } },
  },
}).handle(async ({ actor }) => ({ status: 200, body: { lists: await listLists(actor) } }))

/** `POST /suppression-lists` */
export const createSuppressionListEndpoint = defineEndpoint({
  method: 'POST',
  path: '/suppression-lists',
  auth: 'apiKey',
  body: { kind: 'json', schema: createListSchema },
  answers: { 201: suppressionListSchema },
  errors: ['VALIDATION_ERROR', 'AGENT_NOT_FOUND', 'CONFLICT'],
  docs: {
    operationId: 'createSuppressionList',
    group: 'Suppressions',
    summary: 'Create a suppression list',
    description:
      'It is empty; `POST /suppressions` with its name or id in `list` puts numbers on it. `CONFLICT` when the name is taken, in upper or lower case, or there are 50.',
    request: { name: 'Plaintiffs', kind: 'litigators' },
    answers: { 201: { description: 'Created.', example } },
  },
}).handle(async ({ actor, body }) => ({ status: 201, body: await createList(actor, body) }))

/** `GET /suppression-lists/{listId}` */
export const getSuppressionListEndpoint = defineEndpoint({
  method: 'GET',
  path: '/suppression-lists/{listId}',
  auth: 'apiKey',
  answers: { 200: suppressionListSchema },
  errors: ['SUPPRESSION_LIST_NOT_FOUND'],
  docs: {
    operationId: 'getSuppressionList',
    group: 'Suppressions',
    summary: 'Get a suppression list',
    description: 'Its settings, age and size. Its numbers: `GET /suppressions?list=`.',
    answers: { 200: { description: 'The list.', example } },
  },
}).handle(async ({ actor, params }) => ({ status: 200, body: await getList(actor, params.listId) }))

/** `PATCH /suppression-lists/{listId}` */
export const updateSuppressionListEndpoint = defineEndpoint({
  method: 'PATCH',
  path: '/suppression-lists/{listId}',
  auth: 'apiKey',
  body: { kind: 'json', schema: updateListSchema },
  answers: { 200: suppressionListSchema },
  errors: ['VALIDATION_ERROR', 'SUPPRESSION_LIST_NOT_FOUND', 'AGENT_NOT_FOUND', 'CONFLICT'],
  docs: {
    operationId: 'updateSuppressionList',
    group: 'Suppressions',
    summary: 'Change a suppression list',
    description:
      'What is left out stays. `refreshed: true` says that all of its entries still hold, so that it is not old. Entries keep their ends when `entryDays` changes. The built-in list cannot be changed.',
    request: { refreshed: true },
    answers: { 200: { description: 'The list as it is now.', example } },
  },
}).handle(async ({ actor, params, body }) => ({ status: 200, body: await updateList(actor, params.listId, body) }))

/** `DELETE /suppression-lists/{listId}` */
export const deleteSuppressionListEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/suppression-lists/{listId}',
  auth: 'apiKey',
  answers: { 200: doneSchema },
  errors: ['SUPPRESSION_LIST_NOT_FOUND', 'CONFLICT'],
  docs: {
    operationId: 'deleteSuppressionList',
    group: 'Suppressions',
    summary: 'Delete a suppression list',
    description:
      'Whoever is on it, and on no other list, may be called again at once. The built-in list cannot be deleted.',
    answers: { 200: { description: 'Deleted.', example: { success: true } } },
  },
}).handle(async ({ actor, params }) => {
  await deleteList(actor, params.listId)
  return { status: 200, body: { success: true } }
})
