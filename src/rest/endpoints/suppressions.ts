import { checkNumbers } from '@/domain/suppression/check-numbers'
import { listSuppressions } from '@/domain/suppression/list-suppressions'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import {
  checkNumbersSchema,
  suppressionListQuerySchema,
  suppressNumbersSchema,
} from '@/domain/suppression/suppression.schema'
import {
  checkedSchema,
  suppressedSchema,
  suppressionsSchema,
  unsuppressedSchema,
} from '@/domain/suppression/suppression-answer.schema'
import { unsuppressNumbers } from '@/domain/suppression/unsuppress-numbers'
import { defineEndpoint } from '@/rest/define-endpoint'

const list = { listId: '0199e0a4-6d3c-7a90-8a5e-2f3b8f6b1c11', name: 'Do not call', kind: 'own' as const }
const invalid = {
  index: 1,
  phoneNumber: '12',
  code: 'PHONE_INVALID' as const,
  message: '"12" is not a possible phone number in the United States.',
}

/** `POST /suppressions` */
export const suppressNumbersEndpoint = defineEndpoint({
  method: 'POST',
  path: '/suppressions',
  auth: 'apiKey',
  body: { kind: 'json', schema: suppressNumbersSchema },
  answers: { 200: suppressedSchema },
  errors: ['VALIDATION_ERROR', 'SUPPRESSION_LIST_NOT_FOUND'],
  docs: {
    operationId: 'suppressNumbers',
    group: 'Suppressions',
    summary: 'Put numbers on a suppression list',
    description:
      'From the answer on they are not called, by the agents that have to keep to the list. Repeating it changes nothing: an entry that is there stays, and becomes wider by what is said anew (a later end, another reason). Numbers that cannot be read come back in `invalid`; the others are added all the same. Always `added` + `known` + the length of `invalid` = the length of `numbers`.',
    request: { numbers: ['+1 555 123 4567', '12'], reason: 'Asked for it by mail' },
    answers: { 200: { description: 'They are on it.', example: { list, added: 1, known: 0, invalid: [invalid] } } },
  },
}).handle(async ({ actor, body }) => ({ status: 200, body: await suppressNumbers(actor, body) }))

/** `DELETE /suppressions` */
export const unsuppressNumbersEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/suppressions',
  auth: 'apiKey',
  body: { kind: 'json', schema: suppressNumbersSchema },
  answers: { 200: unsuppressedSchema },
  errors: ['VALIDATION_ERROR', 'SUPPRESSION_LIST_NOT_FOUND'],
  docs: {
    operationId: 'unsuppressNumbers',
    group: 'Suppressions',
    summary: 'Take numbers off a suppression list',
    description:
      'Takes the scope `manage`. They may be called again unless another list has them. What was cancelled stays so. The body is that of the POST; `until` means nothing here, and the reason goes into the audit log.',
    request: { numbers: ['+15551234567'], reason: 'Consented again' },
    answers: { 200: { description: 'They are off it.', example: { list, removed: 1, unknown: 0, invalid: [] } } },
  },
}).handle(async ({ actor, body }) => ({ status: 200, body: await unsuppressNumbers(actor, body) }))

/** `GET /suppressions?phoneNumber=&list=&cursor=&limit=` */
export const listSuppressionsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/suppressions',
  auth: 'apiKey',
  query: suppressionListQuerySchema,
  answers: { 200: suppressionsSchema },
  errors: ['VALIDATION_ERROR', 'SUPPRESSION_LIST_NOT_FOUND'],
  docs: {
    operationId: 'listSuppressions',
    group: 'Suppressions',
    summary: 'List suppressed numbers',
    description: 'What holds now, newest first: a number on all lists, or a list; the built-in one without either.',
    answers: {
      200: {
        description: 'A page. `nextCursor` is null on the last one.',
        example: {
          suppressions: [
            {
              phoneNumber: '+15551234567',
              list,
              since: '2027-03-01T16:00:00.000Z',
              until: null,
              reason: 'Asked for it by mail',
              source: 'api',
              addedBy: 'Nightly sync',
              agentIds: null,
            },
          ],
          nextCursor: null,
        },
      },
    },
  },
}).handle(async ({ actor, query }) => ({ status: 200, body: await listSuppressions(actor, query) }))

/** `POST /suppressions/check` */
export const checkSuppressionsEndpoint = defineEndpoint({
  method: 'POST',
  path: '/suppressions/check',
  auth: 'apiKey',
  body: { kind: 'json', schema: checkNumbersSchema },
  answers: { 200: checkedSchema },
  errors: ['VALIDATION_ERROR', 'AGENT_NOT_FOUND'],
  docs: {
    operationId: 'checkSuppressions',
    group: 'Suppressions',
    summary: 'Check whether numbers are suppressed',
    description: 'Says of each number whether a list keeps it from being called, and which. Nothing is written.',
    request: { numbers: ['+15551234567', '12'] },
    answers: {
      200: {
        description: 'Each number is in one of the two lists.',
        example: {
          numbers: [{ index: 0, phoneNumber: '+15551234567', suppressed: true, lists: [list] }],
          invalid: [invalid],
        },
      },
    },
  },
}).handle(async ({ actor, body }) => ({ status: 200, body: await checkNumbers(actor, body) }))
