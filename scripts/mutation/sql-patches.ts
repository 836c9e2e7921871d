// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the text of template strings that is looked for.
import type { Patch } from './patch'

const CHAINS = 'src/domain/sequences/chains.integration.test.ts'
const CANCELS = 'src/domain/sequences/cancel-sequences.integration.test.ts'
const CREATION = 'src/domain/sequences/create-sequences.integration.test.ts'
const RETRIES = 'src/domain/calls/retries.integration.test.ts'
const CALL_BACK = 'src/domain/calls/call-back.integration.test.ts'
const BREAK_OFF = 'src/domain/calls/break-off.integration.test.ts'
const DISPATCH = 'src/domain/calls/dispatch-calls.integration.test.ts'
const PICK = 'src/domain/calls/pick-due-calls.integration.test.ts'
const IMPORT_RUNS = 'src/domain/imports/run-import-batch.integration.test.ts'
const MAILS = 'src/domain/emails/send-email.integration.test.ts'
const PAUSES = 'src/domain/batches/pause-batch.integration.test.ts'
const PLACING = 'src/domain/calls/place-call.integration.test.ts'
const RESERVING = 'src/domain/credits/reserve-credits.integration.test.ts'
const SUMS = 'src/domain/credits/compare-credit-sums.integration.test.ts'
const SWEEPS = 'src/domain/reconcile/sweep-old-rows.integration.test.ts'
const SAFETY = 'src/domain/decisions/contact-safety.integration.test.ts'
const ENFORCEMENT = 'src/domain/suppression/enforcement.integration.test.ts'
const SETTLING = 'src/domain/credits/settle-credits.integration.test.ts'
const STAGING = 'src/domain/imports/stage-import.integration.test.ts'
const TENANTS = 'src/domain/tenant-isolation.integration.test.ts'
const UPLOADS = 'src/domain/suppression/upload.integration.test.ts'
const REPLACED = 'src/domain/suppression/replaced-list.integration.test.ts'
const NUMBER_RULES = 'src/domain/enrollment/number-rules.integration.test.ts'
const CONSENTS = 'src/domain/enrollment/consents.integration.test.ts'
const WEBHOOKS = 'src/domain/webhooks/webhooks.integration.test.ts'

/**
 * What must not go unnoticed in the SQL of the use cases: a condition that is missing, a comparison that is off by one, a
 * lock that is not taken. Each was put in by hand, or survived a review, before its test was written.
 */
export const SQL_PATCHES: readonly Patch[] = [
  // Credits
  {
    name: 'a reservation does not count what is spent',
    file: 'src/domain/credits/reserve-credits.ts',
    find: 'AND allocated - reserved - spent >= ',
    replace: 'AND allocated - reserved >= ',
    test: [RESERVING, 'counts what is spent as taken, to the last credit'],
  },
  {
    name: 'a reservation leaves the last credit',
    file: 'src/domain/credits/reserve-credits.ts',
    find: 'AND allocated - reserved - spent >= ',
    replace: 'AND allocated - reserved - spent > ',
    test: [RESERVING, 'takes what is left to the last credit, and no more'],
  },
  {
    name: 'a reservation is taken from any month',
    file: 'src/domain/credits/reserve-credits.ts',
    find: '\n        AND month = credit_month()\n',
    replace: '\n',
    test: [RESERVING, 'takes nothing from a month that is over'],
  },
  {
    name: 'the allocation goes below what is spent',
    file: 'src/domain/credits/set-credits.ts',
    find: 'balance.reserved + balance.spent <= ',
    replace: 'balance.reserved <= ',
    test: [RESERVING, 'does not go below what is reserved and spent together'],
  },
  {
    name: 'the allocation cannot be all that is taken',
    file: 'src/domain/credits/set-credits.ts',
    find: 'balance.reserved + balance.spent <= ',
    replace: 'balance.reserved + balance.spent < ',
    test: [RESERVING, 'changes this month at once, and the months to come'],
  },
  {
    name: 'an allocation that stays is booked',
    file: 'src/domain/credits/set-credits.ts',
    find: ' WHERE allocated <> allocated_before',
    replace: '',
    test: [RESERVING, 'books nothing when nothing changes'],
  },
  {
    name: 'a month is opened with a ledger row each time',
    file: 'src/domain/credits/open-credit-month.ts',
    find: 'ON CONFLICT DO NOTHING',
    replace: 'ON CONFLICT (organization_id, month) DO UPDATE SET allocated = excluded.allocated',
    test: [RESERVING, 'makes one balance and one ledger row of several at once'],
  },
  {
    name: 'a credit is booked twice',
    file: 'src/domain/credits/settle-credits.ts',
    find: " AND credit_state = 'reserved'\n",
    replace: '\n',
    test: [SETTLING, 'is booked once'],
  },
  {
    name: 'a credit is released while a result has no effects yet',
    file: 'src/domain/credits/settle-credits.ts',
    find: 'call_is_under_way(calls.status)',
    replace: "calls.status IN ('requested', 'placed')",
    test: [SETTLING, 'a release passes over a contact whose call has ended'],
  },
  {
    name: 'a credit is released while a call is asked for',
    file: 'src/domain/credits/settle-credits.ts',
    find: 'call_is_under_way(calls.status)',
    replace: "calls.status IN ('placed', 'ended')",
    test: [SETTLING, 'a release passes over a contact with a call under way'],
  },
  {
    name: 'a release is spent',
    file: 'src/domain/credits/settle-credits.ts',
    find: "CASE WHEN ${kind} = 'spend' THEN moved.credits ELSE 0 END",
    replace: 'moved.credits',
    test: [SETTLING, 'reserved on acceptance, spent at the first placed call, released when there will be none'],
  },
  {
    name: 'a movement goes to another month than its reservation',
    file: 'src/domain/credits/settle-credits.ts',
    find: 'AND balance.month = moved.credit_month',
    replace: 'AND balance.month = credit_month()',
    test: [SETTLING, 'movements go to the month of acceptance, whenever they happen'],
  },
  {
    name: 'a late call takes a balance below zero',
    file: 'src/domain/credits/settle-credits.ts',
    find: '\n        AND balance.allocated - balance.reserved - balance.spent >= priced.credits',
    replace: '',
    test: [PLACING, 'a late report is free when the month has no credit left for it'],
  },
  {
    name: 'a released credit is taken again twice',
    file: 'src/domain/credits/settle-credits.ts',
    find: " AND sequence.credit_state = 'released'",
    replace: '',
    test: [SETTLING, 'a released credit is taken again once'],
  },
  {
    name: 'what is released is in the sums too',
    file: 'prisma/migrations/20261129171356_credit_sums/migration.sql',
    find: "    WHERE kind = 'spend' AND agent_id IS NOT NULL\n    GROUP BY 1, 2, 3, 4\n    ORDER BY",
    replace: '    WHERE agent_id IS NOT NULL\n    GROUP BY 1, 2, 3, 4\n    ORDER BY',
    test: [SUMS, 'every booking is summed up with it'],
  },
  {
    name: 'the bookings before the migration are in no sum',
    file: 'prisma/migrations/20261129171356_credit_sums/migration.sql',
    find: `WHERE "kind" = 'spend'`,
    replace: `WHERE false AND "kind" = 'spend'`,
    test: ['scripts/credit-sums-migration.integration.test.ts', 'the sums of what was booked before'],
  },
  {
    name: 'a count that differs is no difference',
    file: 'src/domain/credits/compare-credit-sums.ts',
    find: ' OR sum(kept_spends) <> sum(booked_spends)',
    replace: '',
    test: [SUMS, 'a count that is too low'],
  },
  {
    name: 'the sums are made anew while somebody books',
    file: 'src/domain/credits/compare-credit-sums.ts',
    find: ' ORDER BY month FOR NO KEY UPDATE',
    replace: ' ORDER BY month',
    test: [SUMS, 'waits for a booking that is under way'],
  },

  // Sweeps
  {
    name: 'chunks of an import that is paused go',
    file: 'src/domain/imports/remove-old-chunks.ts',
    find: 'imported.ended_at <',
    replace: 'imported.created_at <',
    test: [SWEEPS, 'stay while their import has not ended'],
  },
  {
    name: 'a sweep waits for what is locked',
    file: 'src/domain/imports/remove-old-chunks.ts',
    find: ' SKIP LOCKED',
    replace: '',
    test: [SWEEPS, 'that somebody has locked are left to the next time'],
  },
  {
    name: 'a sweep stops after its first chunk',
    file: 'src/platform/delete-in-chunks.ts',
    find: 'if (deleted < ROWS_PER_CHUNK_MAX) return sum',
    replace: 'return sum',
    test: [SWEEPS, 'go piece by piece'],
  },

  // Chains and sequences
  {
    name: 'who is called and not paid is skipped',
    file: 'src/domain/sequences/end-sequences.ts',
    find: 'AND call_is_under_way(calls.status)',
    replace: 'AND false',
    test: [CHAINS, 'is cancelled and not skipped'],
  },
  {
    name: 'who was called and paid is skipped',
    file: 'src/domain/sequences/end-sequences.ts',
    find: "CASE WHEN credit_state = 'spent' OR EXISTS",
    replace: 'CASE WHEN EXISTS',
    test: [CHAINS, 'who was called, and waits for a later step, is cancelled'],
  },
  {
    name: 'an end changes who has ended',
    file: 'src/domain/sequences/end-sequences.ts',
    find: '\n    WHERE id = ANY(${sequenceIds}::uuid[]) AND sequence_is_open(status)\n    RETURNING id',
    replace: '\n    WHERE id = ANY(${sequenceIds}::uuid[])\n    RETURNING id',
    test: [CANCELS, 'repeated, and of one that has ended, it changes nothing'],
  },
  {
    name: 'a call that the dialer may have placed is withdrawn',
    file: 'src/domain/sequences/withdraw-requested.ts',
    find: "AND status = 'requested' AND attempted_at IS NULL`\n  await",
    replace: "AND status = 'requested'`\n  await",
    test: [PLACING, 'a cancel leaves a call alone that the dialer may have placed'],
  },
  {
    name: 'a mail that may have gone out is withdrawn',
    file: 'src/domain/sequences/withdraw-requested.ts',
    find: "AND status = 'requested' AND attempted_at IS NULL`\n}",
    replace: "AND status = 'requested'`\n}",
    test: [
      MAILS,
      'broken off between sending and noting it, it is sent again, and not when the contact has ended by then',
    ],
  },
  {
    name: 'a batch is finished while somebody is still to be called',
    file: 'src/domain/sequences/end-sequences.ts',
    find: 'sequences.batch_id = batches.id AND sequence_is_open(sequences.status)',
    replace: "sequences.batch_id = batches.id AND sequences.status IN ('waiting', 'in progress')",
    test: [CHAINS, 'works a chain one after the other until nobody is left'],
  },
  {
    name: 'a success leaves whoever has the turn',
    file: 'src/domain/sequences/tend-chains.ts',
    find: 'AND id <> ALL(${succeeded}::uuid[]) AND sequence_is_open(status)',
    replace: "AND id <> ALL(${succeeded}::uuid[]) AND status = 'waiting'",
    test: [CHAINS, 'a late success closes the chain: a call under way is left to end, its sequence is cancelled'],
  },
  {
    name: 'a turn is given up though nobody waits',
    file: 'src/domain/sequences/apply-step-ends.ts',
    find: "AND other.status = 'waiting'",
    replace: '',
    test: [CHAINS, 'a turn that nobody waits for is not used up: the contact gives it to whoever comes'],
  },
  {
    name: 'singles of one moment open a chain each',
    file: 'src/domain/enrollment/enroll-single.ts',
    find: 'SELECT FROM pg_advisory_xact_lock(hashtextextended(${scope}, 0))',
    replace: 'SELECT hashtextextended(${scope}, 0)',
    test: [
      CHAINS,
      'two single contacts of one value that look for its chain before either has opened it are one chain',
    ],
  },
  {
    name: 'a single joins a chain that is closed',
    file: 'src/domain/enrollment/enroll-single.ts',
    find: 'AND value = ${value} AND closed_at IS NULL',
    replace: 'AND value = ${value}',
    test: [CHAINS, 'a single contact opens a chain when the one of its value is closed, and when there is none'],
  },
  {
    name: 'a single joins the oldest chain',
    file: 'src/domain/enrollment/enroll-single.ts',
    find: 'ORDER BY opened_at DESC, id DESC LIMIT 1',
    replace: 'ORDER BY opened_at, id LIMIT 1',
    test: [CHAINS, 'a single contact joins the newest open chain; a bulk request opens its own'],
  },
  {
    name: 'a single takes the place of somebody whose sequence is not made yet',
    file: 'src/domain/enrollment/enroll-single.ts',
    find: 'SELECT contact.chain_position FROM chains chain',
    replace: 'SELECT 0 FROM chains chain',
    test: [CHAINS, 'a single contact that comes before the sequences of its chain exist waits behind them'],
  },
  {
    name: 'a cancel by variable reaches into another organization',
    file: 'src/domain/sequences/cancel-sequences.ts',
    find: 'contact.organization_id = ${actor.organizationId} AND contact.variables',
    replace: 'contact.variables',
    test: [TENANTS, 'is not cancelled by a variable of the same value'],
  },
  {
    name: 'a cancel finds a contact of another organization',
    file: 'src/domain/sequences/cancel-sequences.ts',
    find: '\n    WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId}`\n  return contact',
    replace: '\n    WHERE id = ${id}::uuid`\n  return contact',
    test: [CANCELS, 'answers of things that are of another organization, or of nobody, alike'],
  },
  {
    name: 'sequences of a batch that failed are made',
    file: 'src/domain/sequences/create-sequences.ts',
    find: " AND batch.status = 'accepted'\n",
    replace: '\n',
    test: [CREATION, 'makes none for a batch that is gone, or that has failed'],
  },
  {
    name: 'sequences of a paused batch are not held',
    file: 'src/domain/sequences/create-sequences.ts',
    find: 'batch.paused_at IS NOT NULL, priority_of',
    replace: 'false, priority_of',
    test: [PAUSES, 'before the sequences exist: they are created held'],
  },

  // Contact safety
  {
    name: 'two agents at a cap do not wait for each other',
    file: 'src/domain/suppression/lock-numbers.ts',
    find: 'CASE WHEN locks.counts THEN',
    replace: 'CASE WHEN false THEN',
    test: [SAFETY, 'two agents with twenty dispatches at once'],
  },
  {
    name: 'who suppresses a number does not wait for whoever is about to ask for it',
    file: 'src/domain/suppression/lock-numbers.ts',
    find: 'AS locks, LATERAL pg_advisory_xact_lock(locks.key)`\n}\n\nfunction',
    replace: 'AS locks, LATERAL (SELECT locks.key) AS none`\n}\n\nfunction',
    test: [ENFORCEMENT, 'an opt-out in a call waits for it too'],
  },
  {
    name: 'calls of the simulated dialer are counted',
    file: 'src/domain/decisions/find-past-calls.ts',
    find: 'batches.id = contact.batch_id AND batches.simulated',
    replace: 'false',
    test: [SAFETY, 'counts agents of one subject together'],
  },
  {
    name: 'an agent has the subject of its own alone',
    file: 'src/domain/decisions/find-past-calls.ts',
    find: 'coalesce(agent.subject, agent.id::text) AS subject',
    replace: 'agent.id::text AS subject',
    test: [SAFETY, 'counts agents of one subject together'],
  },
  {
    name: 'what had moved a call that is made brings the next one forward',
    file: 'src/domain/decisions/ask-again.ts',
    find: ' AND call.id > decision.id',
    replace: ' AND false',
    test: [SAFETY, 'where nothing but a window moves it'],
  },
  {
    name: 'the time zone of the agent says where somebody is',
    file: 'src/domain/decisions/decide-sequences.ts',
    find: 'contact.timezone_sent AS "timezoneSent"',
    replace: 'true AS "timezoneSent"',
    test: [SAFETY, 'takes the time zone of the agent for no place'],
  },
  {
    name: 'an agent that asks for a consent asks nobody',
    file: 'src/domain/suppression/guarded.ts',
    find: ' OR agent.consent IS NOT NULL',
    replace: '',
    test: [SAFETY, 'ends who has revoked the consent'],
  },
  {
    name: 'a list is replaced beside whoever is about to ask a dialer',
    file: 'src/domain/suppression/replace-list.ts',
    find: 'await lockAllNumbers(tx, organizationId)',
    replace: '',
    test: [REPLACED, 'waits until it is written that a dialer is asked'],
  },
  {
    name: 'what is added to a list while it is uploaded is lost',
    file: 'src/domain/suppression/replace-list.ts',
    find: 'own.since >= ${createdAt}',
    replace: 'false',
    test: [UPLOADS, 'keeps who was added while the file was on its way'],
  },
  {
    name: 'what is asked for again while a list is uploaded is lost',
    file: 'src/domain/suppression/insert-entries.ts',
    find: ', asked_again_at = now()',
    replace: '',
    test: [UPLOADS, 'keeps who was on it before, and was asked for again meanwhile'],
  },
  {
    name: 'the end in a file beats the one that somebody gave meanwhile',
    file: 'src/domain/suppression/replace-list.ts',
    find: 'until = ${laterEnd()}, since',
    replace: 'since',
    test: [UPLOADS, 'lets the wider entry win where the file has a number that was added meanwhile'],
  },
  {
    name: 'the numbers of a discarded upload come into force with the next',
    file: 'src/domain/suppression/start-upload.ts',
    find: '1 + greatest(generation, (SELECT max(generation) FROM suppression_uploads WHERE list_id = list.id))',
    replace: '1 + generation',
    test: [UPLOADS, 'goes on where it was, and refuses others until it is discarded'],
  },
  {
    name: 'a call of another organization keeps a contact from being enrolled',
    file: 'src/domain/enrollment/find-by-number-rules.ts',
    find: 'contact.organization_id = ${organizationId} AND call.organization_id = ${organizationId}',
    replace: 'true',
    test: [NUMBER_RULES, 'counts no call of another organization'],
  },
  {
    name: 'a consent holds that is sent after an opt-out, and was given before it',
    file: 'src/domain/enrollment/keep-consents.ts',
    find: 'opt_outs.at >= to_timestamp(sent.a)',
    replace: 'false',
    test: [CONSENTS, 'is revoked by an opt-out that came after it'],
  },
  {
    name: 'an opt-out leaves consents as they are',
    file: 'src/domain/suppression/note-opt-out.ts',
    find: 'AND phone_number = ${phoneNumber} AND revoked_at IS NULL',
    replace: 'AND false',
    test: [CONSENTS, 'is revoked by an opt-out'],
  },

  // Calls
  {
    name: 'who has no credit any more is called',
    file: 'src/domain/calls/pick-due-calls.ts',
    find: "AND sequences.due_at <= now() AND credit_state <> 'released'",
    replace: 'AND sequences.due_at <= now()',
    test: [DISPATCH, 'calls nobody whose credit was released, and the next in line in their place'],
  },
  {
    name: 'a call that has ended without effects takes no line',
    file: 'src/domain/calls/pick-due-calls.ts',
    find: 'agent_id = ${agentId}::uuid AND call_is_under_way(status)',
    replace: "agent_id = ${agentId}::uuid AND status IN ('requested', 'placed')",
    test: [DISPATCH, 'a line is free when a result has had its effects, and not before'],
  },
  {
    name: 'two of a chain are called at once',
    file: 'src/domain/calls/pick-due-calls.ts',
    find: 'WHERE under_way.chain_id IS NOT NULL',
    replace: 'WHERE false',
    test: [DISPATCH, 'what waits for another call of its chain takes no place, however much of it there is'],
  },
  {
    name: 'an agent that is off calls',
    file: 'src/domain/calls/dispatch-calls.ts',
    find: "WHERE agent.id = ${agentId}::uuid AND status = 'active'",
    replace: 'WHERE agent.id = ${agentId}::uuid',
    test: [DISPATCH, 'an agent that is not active starts nothing'],
  },
  {
    name: 'two dispatches share no lock',
    file: 'src/domain/calls/dispatch-calls.ts',
    find: 'AND paused_at IS NULL\n    FOR NO KEY UPDATE OF agent',
    replace: 'AND paused_at IS NULL',
    test: [DISPATCH, 'waits for whoever has the agent, and looks at it after them'],
  },
  {
    name: 'a closed window moves a batch that bypasses it',
    file: 'src/domain/calls/pick-due-calls.ts',
    find: 'bypasses_windows(batch.options) AS "bypassWindows"',
    replace: 'false AS "bypassWindows"',
    test: [DISPATCH, 'a window that is closed moves nobody who bypasses it'],
  },
  {
    name: 'the rotation begins anew with each dispatch',
    file: 'src/domain/calls/dispatch-calls.ts',
    find: 'DO UPDATE SET share_id = excluded.share_id',
    replace: 'DO NOTHING',
    test: [PICK, 'with one line at a time every share has its turn, however many dispatches that takes'],
  },
  {
    name: 'a sequence has no priority',
    file: 'src/domain/sequences/create-sequences.ts',
    find: 'priority_of(batch.options), batch.share_id',
    replace: "'normal', batch.share_id",
    test: [PICK, '"now" comes before all, and "low" gets what the others leave'],
  },
  {
    name: 'an agent that was archived meanwhile is enrolled with',
    file: 'src/domain/enrollment/insert-batch.ts',
    find: "AND status = 'active' FOR KEY SHARE",
    replace: 'FOR KEY SHARE',
    test: ['src/domain/agents/archive-agent.integration.test.ts', 'are refused when the archive commits first'],
  },
  {
    name: 'each batch of an import is a share',
    file: 'src/domain/enrollment/insert-batch.ts',
    find: 'return importId ?? (validated',
    replace: 'return (validated',
    test: [PICK, 'contacts that come one by one are one share, and so are the batches of an import'],
  },
  {
    name: 'the effects of a result come twice',
    file: 'src/domain/calls/settle-calls.ts',
    find: "AND (call.status = 'ended' OR (call.status = 'settled' AND call.settled_at IS NULL))",
    replace: '',
    test: [CHAINS, 'repeated results and repeated effects change nothing'],
  },
  {
    name: 'a retry has the number of the call before it',
    file: 'src/domain/sequences/apply-step-ends.ts',
    find: 'SET attempt = ended.attempt, due_at',
    replace: 'SET due_at',
    test: [RETRIES, 'a call that was withdrawn is made again under its number'],
  },
  {
    name: 'a call back waits behind all others',
    file: 'src/domain/sequences/apply-step-ends.ts',
    find: "ELSE 'promised' END",
    replace: 'ELSE priority END',
    test: [CALL_BACK, 'gets the first free line, before all that is enrolled with priority now'],
  },
  {
    name: 'a promise that was missed is missed again at once',
    file: 'src/domain/calls/dispatch-calls.ts',
    find: 'promised_at = coalesce(to_timestamp(moved.promised), promised_at)',
    replace: 'promised_at = promised_at',
    test: [CALL_BACK, 'was missed while the agent was stopped'],
  },
  {
    name: 'calls of tests pause the agent',
    file: 'src/domain/calls/break-off.ts',
    find: 'AND NOT batch.test',
    replace: '',
    test: [BREAK_OFF, 'calls of tests do not count'],
  },

  // Batches
  {
    name: 'a paused batch is paused again',
    file: 'src/domain/batches/pause-batch.ts',
    find: 'AND paused_at IS NULL AND batch_is_open(status)',
    replace: 'AND batch_is_open(status)',
    test: [PAUSES, 'starts nothing new, leaves the call under way to end, and goes on from where it was'],
  },
  {
    name: 'a batch that has ended is paused',
    file: 'src/domain/batches/pause-batch.ts',
    find: 'AND paused_at IS NULL AND batch_is_open(status)',
    replace: 'AND paused_at IS NULL',
    test: [PAUSES, 'a batch that has ended is neither paused nor resumed'],
  },

  // Imports
  {
    name: 'a row after the last of its file is taken',
    file: 'src/domain/imports/finish-staging.ts',
    find: '(last >= rows)',
    replace: '(last > rows)',
    test: [STAGING, 'refuses a row after the last of the file, and takes the last'],
  },
  {
    name: 'a faulty row may be missing',
    file: 'src/domain/imports/finish-staging.ts',
    find: 'rejected !== faulty',
    replace: 'rejected > faulty',
    test: [STAGING, 'refuses fewer faulty rows than were declared'],
  },
  {
    name: 'a chain may be cut',
    file: 'src/domain/imports/finish-staging.ts',
    find: 'GROUP BY value HAVING count(DISTINCT batch_number) > 1',
    replace: 'GROUP BY value HAVING count(DISTINCT batch_number) > 2',
    test: [STAGING, 'refuses a chain that is cut, by its name'],
  },
  {
    name: 'a number that an earlier batch of the import has enrolled is not found',
    file: 'src/domain/imports/run-import-batch.ts',
    find: 'AND cut.import_id = ',
    replace: 'AND cut.import_id <> ',
    test: [IMPORT_RUNS, 'are enrolled once, the first valid one, also from different batches'],
  },
  {
    name: 'a chunk with one faulty row too many is taken',
    file: 'src/domain/imports/stage-chunk.ts',
    find: 'rejected + turnedAway > faulty',
    replace: 'rejected + turnedAway > faulty + 1',
    test: [STAGING, 'with more faulty rows than were declared is refused whole'],
  },
  {
    name: 'two runs of an import take one batch',
    file: 'src/domain/imports/lock-import.ts',
    find: ' FOR NO KEY UPDATE`',
    replace: '`',
    test: [IMPORT_RUNS, 'run three times at once enrolls everybody once'],
  },
  {
    name: 'an import of another organization is locked',
    file: 'src/domain/imports/lock-import.ts',
    find: 'await lock(tx, importId, own)',
    replace: 'await lock(tx, importId, Prisma.empty)',
    test: [TENANTS, 'cancelImport'],
  },

  // Webhooks
  {
    name: 'a delivery that has ended fails',
    file: 'src/domain/webhooks/fail-delivery.ts',
    find: "WHERE id = ${deliveryId}::uuid AND status = 'pending'",
    replace: 'WHERE id = ${deliveryId}::uuid',
    test: [WEBHOOKS, 'ends a delivery that the engine has given up, and no other'],
  },
  {
    name: 'the owners hear of every failure',
    file: 'src/domain/webhooks/fail-delivery.ts',
    find: '\n      AND coalesce(trouble_announced_at < now() - make_interval(hours => ${ANNOUNCE_AFTER_HOURS}::int), true)',
    replace: '',
    test: [WEBHOOKS, 'tells the owners that an endpoint was switched off, and once a day that it takes nothing'],
  },
  {
    name: 'what was delivered since is sent again',
    file: 'src/domain/webhooks/recover-deliveries.ts',
    find: 'WHERE other.call_id = delivery.call_id',
    replace: 'WHERE false AND other.call_id = delivery.call_id',
    test: [WEBHOOKS, 'sends again what failed since a moment, once, and not what was delivered since'],
  },
  {
    name: 'an old secret signs for ever',
    file: 'src/domain/webhooks/deliver-call-result.ts',
    find: 'CASE WHEN endpoint.old_secret_until > now() THEN endpoint.old_secret END',
    replace: 'endpoint.old_secret',
    test: [WEBHOOKS, 'signs with both secrets for a day after a rotation'],
  },
  {
    name: 'a crash leaves what was held with an endpoint that is off',
    file: 'src/domain/webhooks/release-held-deliveries.ts',
    find: 'AND endpoint.disabled_at IS NULL AND endpoint.deleted_at IS NULL\n',
    replace: '\n',
    test: [WEBHOOKS, 'lets the reconciler release what a crash left held'],
  },

  // Keys and limits
  {
    name: 'a key that was revoked opens',
    file: 'src/domain/api-keys/authenticate-api-key.ts',
    find: ' AND revoked_at IS NULL',
    replace: '',
    test: ['src/domain/api-keys/authenticate-api-key.integration.test.ts', 'is nobody with a key that was revoked'],
  },
  {
    name: 'one attempt too many is allowed',
    file: 'src/domain/attempts/take-attempt.ts',
    find: '+ 1 <= ${attemptsMax}::float8',
    replace: '<= ${attemptsMax}::float8',
    test: ['src/domain/sign-in/attempt-sign-in.integration.test.ts', 'lets one address be wrong twenty times'],
  },
]
