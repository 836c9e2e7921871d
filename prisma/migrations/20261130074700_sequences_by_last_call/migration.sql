-- Those whose last call had a result, newest first: who asks for a rare one does not go through everybody else. A sequence
-- comes into it when its first call is settled.
CREATE INDEX "sequences_last_result_type_idx" ON "sequences" ("organization_id", "last_result_type", "id")
    WHERE "last_result_type" IS NOT NULL;
