-- What is left out of the figures: few rows, so the index is small however many batches there are.
CREATE INDEX "batches_test_idx" ON "batches" ("organization_id", "id") WHERE "test";
