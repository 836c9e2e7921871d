-- What has come of a contact, as one word of its row, so that lists can lead with it, filter by it and count it.
ALTER TABLE "sequences"
    ADD COLUMN "best_result" TEXT,
    ADD CONSTRAINT "sequences_best_result_check" CHECK ("best_result" IN ('goal reached', 'goal not reached'));

-- A sequence that does not exist yet has no status, and is open. sequenceResultOf in src/domain/sequences/sequence-result.rules.ts says the same.
CREATE FUNCTION sequence_result(status TEXT, best_result TEXT, last_result_type TEXT) RETURNS TEXT IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN best_result = 'goal reached' OR last_result_type = 'Goal Completed' THEN 'goal reached'
        WHEN status IS NULL OR status IN ('waiting', 'scheduled', 'in progress') THEN 'open'
        WHEN best_result = 'goal not reached' OR last_result_type = 'Goal Not Completed' THEN 'goal not reached'
        WHEN last_result_type IN ('Voicemail', 'Busy', 'No Answer') THEN 'nobody reached'
        WHEN last_result_type = 'Failed' OR status = 'failed' THEN 'failed'
        ELSE 'not called' END;

-- Of what was called before, only where the last call does not say it by itself.
UPDATE "sequences" SET "best_result" = CASE WHEN called.successful THEN 'goal reached' ELSE 'goal not reached' END
FROM (
    SELECT call.sequence_id AS id,
        bool_or(call.result_type = 'Goal Completed' OR EXISTS (
            SELECT 1 FROM jsonb_array_elements(call.result -> 'outcomes') reached
            JOIN jsonb_array_elements(batch.outcomes) known ON known ->> 'name' = reached ->> 'name'
            WHERE (known ->> 'successful')::boolean)) AS successful,
        bool_or(call.result_type = 'Goal Not Completed') AS spoken
    FROM "calls" call JOIN "batches" batch ON batch.id = call.batch_id
    WHERE call.status = 'settled' AND call.result_type IS NOT NULL
    GROUP BY 1) called
WHERE "sequences"."id" = called.id AND (
    called.successful AND "last_result_type" IS DISTINCT FROM 'Goal Completed'
    OR NOT called.successful AND called.spoken AND "last_result_type" IS DISTINCT FROM 'Goal Not Completed');

-- Those with a result, newest first. A sequence comes into it once, when it ends.
CREATE INDEX "sequences_result_idx" ON "sequences" ("organization_id", sequence_result("status", "best_result", "last_result_type"), "id")
    WHERE "ended_at" IS NOT NULL;

-- All contacts of an organization, newest first: ids are in the order of enrollment.
CREATE INDEX "contacts_organization_id_id_idx" ON "contacts"("organization_id", "id");

-- Whoever is called again is a contact of a new batch. The index keeps two who press at once from calling them twice.
ALTER TABLE "contacts" ADD COLUMN "again_of" UUID;
CREATE UNIQUE INDEX "contacts_again_of_key" ON "contacts" ("again_of") WHERE "again_of" IS NOT NULL;

-- The calls of an organization by when they ended.
CREATE INDEX "calls_ended_idx" ON "calls" ("organization_id", "ended_at", "id") WHERE "ended_at" IS NOT NULL;
