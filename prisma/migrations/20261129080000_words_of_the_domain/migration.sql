-- The words of the domain that statements share, written once. Each is one expression, which the planner puts in the place
-- of the call: partial indexes that spell the same out serve it, and words.integration.test.ts asks the planner whether they do.
-- Whoever changes one has to make those indexes anew.

-- A sequence is open until it ends. Its partial indexes: sequences_chain_open_idx, sequences_batch_open_idx.
CREATE FUNCTION sequence_is_open(status TEXT) RETURNS BOOLEAN IMMUTABLE PARALLEL SAFE
    RETURN status IN ('waiting', 'scheduled', 'in progress');

-- The status that the sequence of a contact is made with: whoever is first in a chain, or in none, is scheduled.
CREATE FUNCTION first_status(chain_position INTEGER) RETURNS TEXT IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN coalesce(chain_position, 0) = 0 THEN 'scheduled' ELSE 'waiting' END;

-- A call takes its line until its effects are committed. Its partial indexes: calls_sequence_under_way_key,
-- calls_chain_under_way_key, calls_under_way_idx.
CREATE FUNCTION call_is_under_way(status TEXT) RETURNS BOOLEAN IMMUTABLE PARALLEL SAFE
    RETURN status IN ('requested', 'placed', 'ended');

-- Work of a batch is still to come. One whose creation has failed may be tried again.
CREATE FUNCTION batch_is_open(status TEXT) RETURNS BOOLEAN IMMUTABLE PARALLEL SAFE
    RETURN status IN ('accepted', 'failed', 'active');

-- The background has still to make the sequences of a batch, or has failed to.
CREATE FUNCTION batch_awaits_sequences(status TEXT) RETURNS BOOLEAN IMMUTABLE PARALLEL SAFE
    RETURN status IN ('accepted', 'failed');

-- The request of a batch asked for calls outside of the agent's call windows too.
CREATE FUNCTION bypasses_windows(options JSONB) RETURNS BOOLEAN IMMUTABLE PARALLEL SAFE
    RETURN coalesce((options ->> 'bypassAllowedCallWindow')::boolean, false);

-- CALL or EMAIL, and the seconds to wait before it.
CREATE FUNCTION first_step_type(steps JSONB) RETURNS TEXT IMMUTABLE PARALLEL SAFE
    RETURN steps -> 0 ->> 'stepType';

CREATE FUNCTION first_step_delay_seconds(steps JSONB) RETURNS INTEGER IMMUTABLE PARALLEL SAFE
    RETURN coalesce((steps -> 0 ->> 'delaySeconds')::integer, 0);

-- The first day of the running month (UTC, the database's clock): what credits are booked by.
CREATE FUNCTION credit_month() RETURNS DATE STABLE PARALLEL SAFE
    RETURN date_trunc('month', now() AT TIME ZONE 'UTC')::date;

-- What a batch keeps of its agent is in columns of its own, in place of one JSON that statements looked into.
ALTER TABLE "batches"
    ADD COLUMN "steps" JSONB,
    ADD COLUMN "outcomes" JSONB,
    ADD COLUMN "credits_per_contact" INTEGER,
    ADD COLUMN "chain_advance" TEXT;

UPDATE "batches" SET
    "steps" = "agent_snapshot" -> 'steps',
    "outcomes" = "agent_snapshot" -> 'outcomes',
    "credits_per_contact" = ("agent_snapshot" ->> 'creditsPerContact')::integer,
    "chain_advance" = "agent_snapshot" ->> 'chainAdvance';

ALTER TABLE "batches"
    ALTER COLUMN "steps" SET NOT NULL,
    ALTER COLUMN "outcomes" SET NOT NULL,
    ALTER COLUMN "credits_per_contact" SET NOT NULL,
    ALTER COLUMN "chain_advance" SET NOT NULL,
    ADD CONSTRAINT "batches_credits_per_contact_check" CHECK ("credits_per_contact" >= 0),
    ADD CONSTRAINT "batches_chain_advance_check" CHECK ("chain_advance" IN ('call', 'sequence')),
    DROP COLUMN "agent_snapshot";
