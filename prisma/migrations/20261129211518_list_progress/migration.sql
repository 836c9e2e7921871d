-- How far a batch is and what came of its contacts, counted from the index alone. A sequence comes into it once, when it ends.
CREATE INDEX "sequences_ended_idx" ON "sequences" ("batch_id", "status", "best_result", "last_result_type") WHERE "ended_at" IS NOT NULL;

-- Batches by a part of their name: those without one, which may be very many, and those of imports are left out.
CREATE INDEX "batches_named_idx" ON "batches" ("organization_id", "created_at", "id") INCLUDE ("name")
    WHERE "name" IS NOT NULL AND "source" <> 'import';
