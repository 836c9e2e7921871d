import { listTrail } from '@/domain/people/list-trail'
import { trailPageSchema } from '@/domain/people/person.schema'
import { trailSchema } from '@/domain/people/trail-answer.schema'
import { defineEndpoint } from '@/rest/define-endpoint'

const agent = { agentId: 'agent.01m84r5fxaeqb96td0q31jyzc5', agentName: 'Renewals' }
const batchId = '550e8400-e29b-41d4-a716-446655440000'
const sequenceId = 'call-sequence.01m84rav7sf6ptd4bazaaf3n8t'
const of = { ...agent, batchId, importId: null, sequenceId, timezone: 'America/New_York' }

/** `GET /people/{number}?cursor=&limit=`: everything about one number, newest first. */
export const getPersonEndpoint = defineEndpoint({
  method: 'GET',
  path: '/people/{number}',
  auth: 'apiKey',
  query: trailPageSchema,
  answers: { 200: trailSchema },
  errors: ['VALIDATION_ERROR', 'PERSON_NOT_FOUND'],
  docs: {
    operationId: 'getPerson',
    group: 'People',
    summary: 'Get the trail of a person',
    description:
      'Everything that is known about one number in your organization, newest first: enrollments and rejections, each decision whether to call with the rules it rested on, calls with their results, mails, opt-outs, consents, suppressions and an erasure. It answers why somebody was called at that hour, or was not. Write the number as in a contact, with `+` as `%2B`.',
    answers: {
      200: {
        description: 'A page. `nextCursor` is null on the last one.',
        example: {
          phoneNumber: '+15551234567',
          name: 'John Doe',
          trail: [
            {
              ...of,
              type: 'called',
              id: '0199e0a4-6d3c-7a90-8a5e-2f3b8f6b1c11',
              at: '2027-03-01T16:00:00.000Z',
              what: 'Call by Renewals from +15559876543: Goal Completed, 46 s.',
              by: null,
              externalId: null,
              callId: 'call.01m84rb2wpfwdrkq1v6gxz0t5c',
              decision: null,
            },
            {
              ...of,
              type: 'enrolled',
              id: '0199e0a4-6d3c-7a90-8a5e-2f3b8f6b1c10',
              at: '2027-03-01T15:00:00.000Z',
              what: 'John Doe was enrolled with Renewals. Its external id is crm-8841.',
              by: 'First key',
              externalId: 'crm-8841',
              callId: null,
              decision: null,
            },
          ],
          nextCursor: null,
        },
      },
    },
  },
}).handle(async ({ actor, params, query }) => {
  return { status: 200, body: await listTrail(actor, { ...query, phoneNumber: params.number }) }
})
