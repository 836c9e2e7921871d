-- At how few of the month's credits owners and admins are told, in per cent of the allocation; 0 is never.
ALTER TABLE "organizations" ADD COLUMN "credit_alert_percent" INTEGER NOT NULL DEFAULT 10;

-- When they were told, of this month.
ALTER TABLE "credit_balances" ADD COLUMN "alerted_at" TIMESTAMPTZ(3);

-- What is under way or has failed, apart from contacts that were enrolled alone, of whom there may be very many.
CREATE INDEX "batches_open_idx" ON "batches" ("organization_id", (CASE WHEN "total" = 1 AND "source" <> 'import' THEN 1 ELSE 2 END), "created_at" DESC, "id" DESC)
    WHERE "status" IN ('accepted', 'failed', 'active');
CREATE INDEX "imports_unended_idx" ON "imports" ("organization_id", "created_at") WHERE "status" NOT IN ('completed', 'cancelled');
