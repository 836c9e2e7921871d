-- What is due while its endpoint is off waits for it; what failed can be sent again since a moment.
ALTER TABLE "webhook_deliveries" ADD COLUMN "held_at" TIMESTAMPTZ(3);
ALTER TABLE "webhook_endpoints" ADD COLUMN "trouble_announced_at" TIMESTAMPTZ(3);

-- Partial indexes, which Prisma's schema language cannot tell.
CREATE INDEX "webhook_deliveries_held_idx" ON "webhook_deliveries" ("endpoint_id", "created_at") WHERE "held_at" IS NOT NULL;
CREATE INDEX "webhook_deliveries_failed_idx" ON "webhook_deliveries" ("endpoint_id", "ended_at") WHERE "status" = 'failed';
