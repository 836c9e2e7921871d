-- AlterTable
ALTER TABLE "suppression_entries" ADD COLUMN     "asked_again_at" TIMESTAMPTZ(3);

-- For a replacement, which takes over what was asked for again beside it, of millions hardly any.
CREATE INDEX "suppression_entries_asked_again_at_idx" ON "suppression_entries" ("list_id", "generation", "asked_again_at") WHERE "asked_again_at" IS NOT NULL;
