-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "wanted_at" TIMESTAMPTZ(3);

-- For whoever switches a rule off, which lets those be asked for again whose moment is still to come.
CREATE INDEX "decisions_not_before_idx" ON "decisions" ("organization_id", "not_before", "id") WHERE "not_before" IS NOT NULL;
