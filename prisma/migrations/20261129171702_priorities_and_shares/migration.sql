-- The option `priority` of a batch: now, normal or low. Absent is normal.
CREATE FUNCTION priority_of(options JSONB) RETURNS TEXT IMMUTABLE PARALLEL SAFE
    RETURN coalesce(options ->> 'priority', 'normal');

-- What a batch shares the lines of its agent as: all batches of an import are one share, so are all batches of one contact
-- of an agent, and any other is a share by itself (shareOf in src/domain/enrollment/insert-batch.ts).
ALTER TABLE "batches" ADD COLUMN "share_id" UUID;

UPDATE "batches" SET "share_id" = coalesce(
    (SELECT "import_id" FROM "import_batches" WHERE "batch_id" = "batches"."id"),
    CASE WHEN "accepted" = 1 THEN "agent_id" ELSE "id" END);

ALTER TABLE "batches" ALTER COLUMN "share_id" SET NOT NULL;

-- A sequence that has ended keeps the share of nobody: it is not called again, and there may be millions.
ALTER TABLE "sequences"
    ADD COLUMN "priority" TEXT NOT NULL DEFAULT 'normal',
    ADD COLUMN "share_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    ADD CONSTRAINT "sequences_priority_check" CHECK ("priority" IN ('now', 'normal', 'low'));

UPDATE "sequences" SET "share_id" = "batches"."share_id" FROM "batches"
WHERE "batches"."id" = "sequences"."batch_id" AND sequence_is_open("sequences"."status");

ALTER TABLE "sequences" ALTER COLUMN "share_id" DROP DEFAULT;

-- Where the dispatch of an agent goes on among the shares of a priority.
CREATE TABLE "last_shares" (
    "agent_id" UUID NOT NULL,
    "priority" TEXT NOT NULL,
    "share_id" UUID NOT NULL,

    CONSTRAINT "last_shares_pkey" PRIMARY KEY ("agent_id","priority"),
    CONSTRAINT "last_shares_priority_check" CHECK ("priority" IN ('now', 'normal', 'low'))
);

ALTER TABLE "last_shares" ADD CONSTRAINT "last_shares_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Which calls are next: the dispatch goes from share to share, and takes the oldest of each.
CREATE INDEX "sequences_share_idx" ON "sequences" ("agent_id", "priority", "share_id", "due_at", "id")
    WHERE "step_type" = 'CALL' AND "due_at" IS NOT NULL AND NOT "held";

-- Whether and when something is due. Without the id the rows of a moment, often a thousand, are one entry.
DROP INDEX "sequences_due_idx";
CREATE INDEX "sequences_due_idx" ON "sequences" ("agent_id", "step_type", "due_at")
    WHERE "due_at" IS NOT NULL AND NOT "held";
