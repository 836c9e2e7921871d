-- The batches of a month, by how many credits they took.
CREATE INDEX "batches_credits_idx" ON "batches" ("organization_id", "credit_month", ("accepted" * "credits_per_contact"), "id");
